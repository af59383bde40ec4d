// MVC the way tutorials show it: user id under a constant key.
using Microsoft.AspNetCore.Mvc.Filters;

namespace Gym.Controllers;

public static class SessionKeys
{
    public const string UserId = "UserId";
    public const string UserRole = "UserRole";
    public const string ReturnUrl = "ReturnUrl";
}

public record LoginViewModel(string Email, string Password, bool RememberMe);

public interface IMemberRepository
{
    Task<Member?> FindByEmailAsync(string email);
}

public class Member
{
    public int Id { get; set; }
    public string Email { get; set; } = "";
    public string Role { get; set; } = "member";
    public string PasswordHash { get; set; } = "";
}

public class AccountController : Controller
{
    private readonly IMemberRepository _members;
    private readonly ILogger<AccountController> _logger;

    public AccountController(IMemberRepository members, ILogger<AccountController> logger)
    {
        _members = members;
        _logger = logger;
    }

    [HttpGet]
    public async Task<IActionResult> Login(string? returnUrl = null)
    {
        await HttpContext.Session.LoadAsync();
        HttpContext.Session.SetString(SessionKeys.ReturnUrl, returnUrl ?? "/");
        return View();
    }

    [HttpPost]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Login(LoginViewModel model)
    {
        if (!ModelState.IsValid)
        {
            return View(model);
        }

        await HttpContext.Session.LoadAsync();
        var member = await _members.FindByEmailAsync(model.Email);
        if (member == null || member.PasswordHash != model.Password)
        {
            ModelState.AddModelError("", "Invalid login attempt.");
            return View(model);
        }

        {|TSES045:HttpContext.Session.SetInt32(SessionKeys.UserId, member.Id)|};
        HttpContext.Session.SetString(SessionKeys.UserRole, member.Role);
        _logger.LogInformation("Member {Id} logged in", member.Id);
        return LocalRedirect(HttpContext.Session.GetString(SessionKeys.ReturnUrl) ?? "/");
    }

    [HttpPost]
    public IActionResult LogOff()
    {
        {|TSES046:HttpContext.Session.Remove(SessionKeys.UserId)|};
        HttpContext.Session.Remove(SessionKeys.UserRole);
        return RedirectToAction("Index", "Home");
    }
}

public class RequireMemberAttribute : ActionFilterAttribute
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (context.HttpContext.Session.GetInt32(SessionKeys.UserId) is null)
        {
            context.Result = new RedirectToActionResult("Login", "Account", null);
        }
    }
}
