using Microsoft.AspNetCore.Mvc;
using Shop.Models;

namespace Shop.Controllers;

/// <summary>Signs users in and out.</summary>
public sealed class AccountController(ShopSession shop) : Controller
{
    [HttpGet("/login")]
    public IActionResult Login(string? returnUrl) => View(model: returnUrl);

    [HttpPost("/login")]
    public IActionResult Login(string? userName, string? returnUrl)
    {
        if (userName?.Trim() is not { Length: > 0 and <= 64 } name)
        {
            ModelState.AddModelError(nameof(userName), "Please give a name of 1 to 64 characters.");
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return View(model: returnUrl);
        }

        // Keeps the cart, but renews the token: a cookie that was planted or copied before is now worthless.
        HttpContext.Session.RegenerateId();
        HttpContext.Session.Owner = name;
        shop.UserName = name;
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }

    [HttpPost("/logout")]
    public IActionResult Logout()
    {
        HttpContext.Session.Abandon();
        return LocalRedirect("/");
    }
}
