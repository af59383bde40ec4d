using Microsoft.AspNetCore.Mvc;
using Styles.Models;
using TypedSessions;

namespace Styles.Controllers;

/// <summary>MVC: the model is a parameter of an action, or is used only in views.</summary>
[Route("stamps")]
public sealed class ActionsController : Controller
{
    [HttpGet("action")]
    public IActionResult Action([FromServices] PassportSession passport)
    {
        passport.Stamp(Style.Action);
        return View("Stamps", passport);
    }

    [HttpGet("message")]
    public IActionResult Message([FromServices] PassportSession passport) => View(passport);

    // The action's signature does not announce what its view injects, so the attribute does.
    [HttpGet("view-component")]
    [PreloadSession]
    public IActionResult WithViewComponent() => View();

    [HttpGet("view")]
    [PreloadSession]
    public IActionResult WithView() => View();
}
