// Filters, view components and tag helpers that look at the session.
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewComponents;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Intranet;

/// <summary>Sends visitors to the login who have none.</summary>
public sealed class RequireAccountAttribute : ActionFilterAttribute
{
    public override async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        await context.HttpContext.Session.LoadAsync(context.HttpContext.RequestAborted);
        var user = context.HttpContext.RequestServices.GetRequiredService<UserSession>();
        if (user.AccountId is null)
        {
            user.ReturnUrl = context.HttpContext.Request.Path;
            context.Result = new RedirectToActionResult("Login", "Account", null);
            return;
        }

        await next();
    }
}

public sealed class ThemeFilter(UserSession user) : IAsyncResultFilter
{
    public Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Controller is Controller controller)
        {
            controller.ViewData["Theme"] = user.Theme.ToString().ToLowerInvariant();
        }

        return next();
    }
}

[ViewComponent(Name = "Greeting")]
public sealed class GreetingComponent(UserSession user, IUserDirectory directory) : ViewComponent
{
    public IViewComponentResult Invoke()
        => user.AccountId is { } id ? View("Known", directory.Find(id)?.Name) : Content("Hello, stranger");
}

[HtmlTargetElement("theme-class")]
public sealed class ThemeTagHelper(UserSession user) : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("class", user.Theme switch
        {
            Theme.Dark => "dark",
            Theme.Contrast => "contrast",
            _ => "light",
        });
    }
}
