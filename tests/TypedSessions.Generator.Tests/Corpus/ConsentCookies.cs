// The test cookie through helpers.
namespace Consent;

public static class CookieSupport
{
    public static void Begin(this ISession session)
    {
        session.SetTestCookie();
    }

    public static bool Finish(this ISession session)
    {
        if (!session.TestCookieWorked())
        {
            return false;
        }

        session.DeleteTestCookie();
        return true;
    }
}

public class ConsentController : Controller
{
    private ISession S => HttpContext.Session;

    [HttpGet("/consent")]
    public IActionResult Ask()
    {
        S.Begin();
        return View();
    }

    [HttpPost("/consent")]
    public IActionResult Answer()
    {
        if (!S.Finish())
        {
            S.Begin();
            return View("CookiesNeeded");
        }

        return Redirect("/");
    }

    [HttpGet("/cookies")]
    public IActionResult Quick()
    {
        PlaceCookie();
        return Json(new { works = {|TSES030:HasCookie()|} });
    }

    private void PlaceCookie() => S.SetTestCookie();

    private bool HasCookie() => S.TestCookieWorked();
}
