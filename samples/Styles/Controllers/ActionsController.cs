using Microsoft.AspNetCore.Mvc;
using Styles.Models;
using TypedSessions;

namespace Styles.Controllers;

/// <summary>MVC: the model is a parameter of an action, or only views use it.</summary>
[Route("stamps")]
public sealed class ActionsController : Controller
{
    [HttpGet("action")]
    public IActionResult Action([FromServices] PassportSession passport)
    {
        passport.Stamp(Style.Action);
        return View("Stamps", passport);
    }

    // An action does not show what its view asks for, so it is said.
    [HttpGet("view-component")]
    [PreloadSession]
    public IActionResult WithViewComponent() => View();

    [HttpGet("view")]
    [PreloadSession]
    public IActionResult WithView() => View();
}
