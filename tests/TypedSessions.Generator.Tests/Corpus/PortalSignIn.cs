// ASP.NET Core's own sign-in: the library rotates by itself, so nothing is to be said.
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Portal;

[SessionModel(Prefix = "portal.")]
public partial class PortalSession
{
    [SessionProperty] public partial string? UserName { get; set; }
    [SessionProperty] public partial {|TSES029:DateTime|} LastSeen { get; set; }
}

public class AccountController(PortalSession session) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Login(string name, string? returnUrl)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], CookieAuthenticationDefaults.AuthenticationScheme);
        await HttpContext.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
        session.UserName = name;
        HttpContext.Session.SetString("login.user", name);
        return LocalRedirect(returnUrl ?? "/");
    }

    [HttpPost]
    public async Task<IActionResult> Logout()
    {
        session.Clear();
        await HttpContext.SignOutAsync();
        return Redirect("/");
    }

    public IActionResult SignIn(string name) => SignIn(new ClaimsPrincipal(new ClaimsIdentity([new Claim("name", name)], "x")), "Cookies");

    public IActionResult Quit() => SignOut("Cookies");

    public IActionResult AccessDenied() => View();
}
