using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Tutorial.Components;

namespace Tutorial;

/// <summary>Creates the results of handlers. Each page shows the code of the handler that calls it, which the compiler provides.</summary>
internal static class Page
{
    /// <summary>Returns a page with one or two sentences.</summary>
    public static IResult Say(
        string text, string? moreText = null, [CallerMemberName] string handler = "", [CallerFilePath] string file = "")
        => Show<Answer>(new { Text = text, MoreText = moreText }, StatusCodes.Status200OK, handler, file);

    /// <summary>Returns a page with the given component.</summary>
    /// <param name="parameters">The component's parameters, as the properties of an anonymous object.</param>
    /// <param name="status">The status code of the response.</param>
    /// <param name="handler">The calling method.</param>
    /// <param name="file">The source file of the calling method.</param>
    public static IResult Show<TComponent>(
        object? parameters = null,
        int status = StatusCodes.Status200OK,
        [CallerMemberName] string handler = "",
        [CallerFilePath] string file = "")
        where TComponent : PageWithCode
    {
        var all = new RouteValueDictionary(parameters)
        {
            [nameof(PageWithCode.Listings)] = SourceCode.Read(handler, Path.GetFileName(file)),
        };
        return new RazorComponentResult<TComponent>(all) { StatusCode = status };
    }

    /// <summary>Writes the page for a response without a body: 404, 400, 405, 500.</summary>
    public static Task ShowStatusAsync(HttpContext context)
        => new RazorComponentResult<StatusPage>(new { Status = context.Response.StatusCode }).ExecuteAsync(context);
}
