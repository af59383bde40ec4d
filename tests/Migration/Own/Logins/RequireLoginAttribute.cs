using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Migration.Own.Logins;

/// <summary>Redirects visitors who are not logged in to the login page.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireLoginAttribute : ActionFilterAttribute
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (context.HttpContext.Session.GetInt32(SessionKeys.UserId) == null)
        {
            var request = context.HttpContext.Request;
            var returnUrl = request.Path + request.QueryString;
            context.Result = new RedirectToActionResult("Index", "Login", new { returnUrl });
        }
    }
}
