// MVC: sign-in with Identity's habits, a model beside raw access, return urls, and lock-out.
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace Intranet;

[Authorize]
[Route("account")]
public class AccountController(IUserDirectory directory, UserSession user, ILogger<AccountController> log) : Controller
{
    private const int Tries = 5;

    [AllowAnonymous]
    [HttpGet("login")]
    public IActionResult Login(string? returnUrl = null)
    {
        user.ReturnUrl = Url.IsLocalUrl(returnUrl) ? returnUrl : "/";
        HttpContext.Session.SetTestCookie();
        return View();
    }

    [AllowAnonymous]
    [HttpPost("login")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Login(LoginModel model, CancellationToken cancellation)
    {
        if (!HttpContext.Session.TestCookieWorked())
        {
            ModelState.AddModelError("", "Please enable cookies.");
            return View(model);
        }

        HttpContext.Session.DeleteTestCookie();
        if (user.FailedTries >= Tries)
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        if (await directory.CheckAsync(model.Name, model.Secret, cancellation) is not { } account)
        {
            user.FailedTries++;
            log.LogInformation("Failed try {Count} of session {Key}", user.FailedTries, HttpContext.Session.Id);
            return View(model);
        }

        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, account.Id.ToString())], CookieAuthenticationDefaults.AuthenticationScheme);
        await HttpContext.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
        HttpContext.Session.RegenerateId();
        (user.AccountId, user.FailedTries, user.SignedInAt) = (account.Id, 0, DateTimeOffset.UtcNow);
        return LocalRedirect(user.ReturnUrl ?? "/");
    }

    [HttpPost("logout")]
    public async Task<IActionResult> Logout()
    {
        await HttpContext.SignOutAsync();
        HttpContext.Session.Abandon();
        return RedirectToAction(nameof(Login));
    }

    [HttpGet("me")]
    public ActionResult<UserView> Me()
        => user.AccountId is { } id && directory.Find(id) is { } account ? new UserView(account.Name, user.SignedInAt) : NotFound();
}

public sealed record LoginModel(string Name, string Secret);

public sealed record UserView(string Name, DateTimeOffset? Since);

public sealed record Account(Guid Id, string Name);

public interface IUserDirectory
{
    Task<Account?> CheckAsync(string name, string secret, CancellationToken cancellation);

    Account? Find(Guid id);
}
