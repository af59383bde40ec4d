using Microsoft.AspNetCore.Mvc;

namespace Migration.Own.Logins;

[RequireLogin]
[Route("members")]
public sealed class MembersController : Controller
{
    [HttpGet("")]
    public IActionResult Index()
        => Content($"Welcome, {HttpContext.Session.GetString(SessionKeys.UserName)} ({HttpContext.Session.GetInt32(SessionKeys.UserId)}).");

    [HttpGet("orders")]
    public IActionResult Orders(int page) => Content($"Orders of {HttpContext.Session.GetString(SessionKeys.UserName)}, page {page}.");
}
