using Microsoft.AspNetCore.Mvc;

namespace Migration.Own.Logins;

public sealed class LoginController : Controller
{
    private const int MaxAttempts = 3;

    [HttpGet("/login")]
    public IActionResult Index(string? returnUrl)
        => Content($"{TempData["Message"]}Please log in for {returnUrl ?? "the members' area"}.");

    [HttpPost("/login")]
    public IActionResult Login(string? name, string? password, string? returnUrl)
    {
        var attempts = HttpContext.Session.GetInt32(SessionKeys.LoginAttempts) ?? 0;
        if (attempts >= MaxAttempts)
        {
            return StatusCode(StatusCodes.Status403Forbidden, "Too many attempts.");
        }

        if (UserAccounts.Find(name, password) is not { } user)
        {
            HttpContext.Session.SetInt32(SessionKeys.LoginAttempts, ++attempts);
            return Content($"Wrong name or password, {MaxAttempts - attempts} attempts left.");
        }

        HttpContext.Session.Remove(SessionKeys.LoginAttempts);
        HttpContext.Session.SetInt32(SessionKeys.UserId, user.Id);
        HttpContext.Session.SetString(SessionKeys.UserName, user.Name);
        return Url.IsLocalUrl(returnUrl) ? LocalRedirect(returnUrl) : LocalRedirect("/members");
    }

    [HttpPost("/logout")]
    public IActionResult Logout()
    {
        var name = HttpContext.Session.GetString(SessionKeys.UserName);
        HttpContext.Session.Clear();
        TempData["Message"] = name == null ? null : $"Goodbye, {name}. ";
        return LocalRedirect("/login");
    }

    [HttpPost("/logout/completely")]
    public IActionResult LogoutCompletely()
    {
        HttpContext.Session.Clear();
        Response.Cookies.Delete(".AspNetCore.Session");
        return LocalRedirect("/login");
    }

    [HttpPost("/logout/cookies")]
    public IActionResult DeleteCookies()
    {
        foreach (var cookie in Request.Cookies.Keys)
        {
            Response.Cookies.Delete(cookie);
        }

        return LocalRedirect("/login");
    }

    [HttpPost("/logout/cookie")]
    public IActionResult DeleteCookie()
    {
        Response.Cookies.Delete(".AspNetCore.Session");
        return LocalRedirect("/login");
    }
}
