// Sign-ins whose new id a filter gives: the handlers only write.

namespace FilteredSignIn;
public class FreshSessionAttribute : Microsoft.AspNetCore.Mvc.Filters.ActionFilterAttribute
{
    public override void OnActionExecuting(Microsoft.AspNetCore.Mvc.Filters.ActionExecutingContext context)
        => context.HttpContext.Session.RegenerateId();
}
public class AccountController : Controller
{
    [HttpPost, FreshSession]
    public IActionResult Login(string name)
    {
        HttpContext.Session.SetString("UserName", name);
        return Ok();
    }
}
public static class Routes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/login", (HttpContext context, string name) => { context.Session.SetString("UserName", name); return Results.Ok(); })
            .AddEndpointFilter(async (context, next) => { context.HttpContext.Session.RegenerateId(); return await next(context); });
    }
}
