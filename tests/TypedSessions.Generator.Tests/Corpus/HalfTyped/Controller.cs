// A controller while it is typed.
using Microsoft.AspNetCore.Mvc;

public class HomeController(Session session, ) : Controller
{
    [ResponseCache(Duration = )]
    public IActionResult Index( => View(HttpContext.Session.GetString(;

    [OutputCache]
    public async Task<IActionResult> Save()
    {
        await HttpContext.Session.
        HttpContext.Session.SetString("a", 
        if (HttpContext.Session.TestCookieWorked(

    public IActionResult Login()
    {
        HttpContext.Session.SetTestCookie(
        foreach (var key in HttpContext.Session.Keys
        {
            HttpContext.Session.
        switch (HttpContext.Session.Get<
    }
}
