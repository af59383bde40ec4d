using Microsoft.AspNetCore.Mvc;
using Styles.Models;

namespace Styles.Controllers;

/// <summary>MVC: the model is a parameter of the constructor.</summary>
[Route("stamps")]
public sealed class StampsController(PassportSession passport) : Controller
{
    [HttpGet("constructor")]
    public IActionResult Constructor()
    {
        passport.Stamp(Style.Constructor);
        return View("Stamps", passport);
    }
}
