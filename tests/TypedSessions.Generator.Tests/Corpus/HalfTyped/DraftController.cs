// A controller while it is typed.
namespace Draft;

[SessionModel]
public partial class DraftSession
{
    [SessionProperty] public partial string? UserName { get; set; }
    [SessionProperty] public partial List<string> 
}

public class DraftController(DraftSession session) : Controller
{
    public IActionResult Login(string name)
    {
        session.
        return Redirect("/");
    }

    public async Task<IActionResult> Logout()
    {
        HttpContext.Session.Cl
        await
    }

    public void Begin() { HttpContext.Session.SetTestCookie(; if (HttpContext.Session.
}
