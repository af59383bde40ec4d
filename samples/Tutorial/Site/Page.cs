using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Tutorial.Components;

namespace Tutorial;

/// <summary>
/// Pages as results of handlers. Each page shows the code of the handler that asked for it: the compiler says which one that is.
/// </summary>
internal static class Page
{
    /// <summary>The page that answers with one sentence, or two.</summary>
    public static IResult Say(
        string text, string? moreText = null, [CallerMemberName] string handler = "", [CallerFilePath] string file = "")
        => Show<Answer>(new { Text = text, MoreText = moreText }, StatusCodes.Status200OK, handler, file);

    /// <summary>A page with a component of its own.</summary>
    /// <param name="parameters">The component's parameters, as the properties of an anonymous object.</param>
    /// <param name="status">The status code of the response.</param>
    /// <param name="handler">The calling method.</param>
    /// <param name="file">Its source file.</param>
    public static IResult Show<TComponent>(
        object? parameters = null, int status = StatusCodes.Status200OK, [CallerMemberName] string handler = "", [CallerFilePath] string file = "")
        where TComponent : PageWithCode
    {
        var all = new RouteValueDictionary(parameters)
        {
            [nameof(PageWithCode.Listings)] = SourceCode.Read(handler, Path.GetFileName(file)),
        };
        return new RazorComponentResult<TComponent>(all) { StatusCode = status };
    }

    /// <summary>The page for a status code that came without one: 404, 400, 405, 500.</summary>
    public static Task ShowStatusAsync(HttpContext context)
        => new RazorComponentResult<StatusPage>(new { Status = context.Response.StatusCode }).ExecuteAsync(context);
}
