using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Migration.Site.Controllers;

/// <summary>A login that is written by hand.</summary>
public sealed class AccountController : Controller
{
    private const string UserName = "user_name";

    public IActionResult Index() => Content(HttpContext.Session.GetString(UserName) ?? "nobody");

    [HttpPost]
    public IActionResult Login(string name)
    {
        HttpContext.Session.SetString(UserName, name);
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public IActionResult Logout()
    {
        HttpContext.Session.Clear();
        return RedirectToAction(nameof(Index));
    }
}
