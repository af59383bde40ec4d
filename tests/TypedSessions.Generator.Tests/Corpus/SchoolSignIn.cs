// Login service behind an interface, MVC controller calling it; the session in an accessor.
namespace School;

public interface IAuthService
{
    bool Login(string userName, string password);
    void Logout();
    string? CurrentUser { get; }
}

public class AuthService : IAuthService
{
    private readonly IHttpContextAccessor _http;

    public AuthService(IHttpContextAccessor http) => _http = http;

    public string? CurrentUser => _http.HttpContext!.Session.GetString("CurrentUser");

    public bool Login(string userName, string password)
    {
        if (password != "secret")
        {
            return false;
        }

        {|TSES045:_http.HttpContext!.Session.SetString("CurrentUser", userName)|};
        return true;
    }

    public void Logout()
    {
        {|TSES046:_http.HttpContext!.Session.Clear()|};
    }
}

public class LogoutCounter
{
    public void CountLogouts(ISession session) => session.SetInt32("logouts", (session.GetInt32("logouts") ?? 0) + 1);

    public void ShowLoginPage(ISession session, string url)
    {
        session.SetString("login-return-url", url);
        session.Remove("last-error");
    }

    public void ClearCart(ISession session) => session.Remove("cart");
}

public class LoginController(IAuthService auth) : Controller
{
    [HttpGet] public IActionResult Index() => View();

    [HttpPost] public IActionResult Index(string user, string password) => auth.Login(user, password) ? Redirect("/") : View();

    public IActionResult Theme(string theme)
    {
        HttpContext.Session.SetString("theme", theme);
        return Ok();
    }
}
