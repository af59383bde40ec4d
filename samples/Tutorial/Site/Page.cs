using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Tutorial.Components;

namespace Tutorial;

/// <summary>Creates the results of handlers. The layout adds the code that the page runs.</summary>
internal static class Page
{
    /// <summary>Returns a page with one or two sentences.</summary>
    public static IResult Say(string text, string? moreText = null) => Show<Answer>(new { Text = text, MoreText = moreText });

    /// <summary>Returns a page with the given component.</summary>
    /// <param name="parameters">The component's parameters, as the properties of an anonymous object.</param>
    /// <param name="status">The status code of the response.</param>
    public static IResult Show<TComponent>(object? parameters = null, int status = StatusCodes.Status200OK)
        where TComponent : IComponent
        => new RazorComponentResult<TComponent>(parameters ?? new { }) { StatusCode = status };

    /// <summary>Writes the page for a response without a body: 404, 400, 405, 500.</summary>
    public static Task ShowStatusAsync(HttpContext context)
        => Show<StatusPage>(new { Status = context.Response.StatusCode }, context.Response.StatusCode).ExecuteAsync(context);
}
