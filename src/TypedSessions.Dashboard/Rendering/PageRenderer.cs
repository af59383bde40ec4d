using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace TypedSessions.Dashboard.Rendering;

/// <summary>Renders pages as static HTML, which encodes every text.</summary>
internal sealed class PageRenderer(ILoggerFactory logs)
{
    /// <summary>Writes a page. The status code is that of the response.</summary>
    /// <typeparam name="TPage">The component of the page.</typeparam>
    /// <typeparam name="TView">The type of its content.</typeparam>
    public async Task WriteAsync<TPage, TView>(HttpContext context, PageContext page, TView view)
        where TPage : IComponent
        where TView : class
    {
        var html = Encoding.UTF8.GetBytes(await RenderAsync<TPage, TView>(context.RequestServices, page, view));
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = html.Length;
        await context.Response.Body.WriteAsync(html, context.RequestAborted);
    }

    // The content is cascaded, because parameters would have to be public.
    private async Task<string> RenderAsync<TPage, TView>(IServiceProvider services, PageContext page, TView view)
        where TPage : IComponent
        where TView : class
    {
        await using var renderer = new HtmlRenderer(services, logs);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(CascadingValue<PageContext>.Value)] = page,
            [nameof(CascadingValue<PageContext>.ChildContent)] = Cascade(view, static builder =>
            {
                builder.OpenComponent<TPage>(0);
                builder.CloseComponent();
            }),
        });
        return await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<CascadingValue<PageContext>>(parameters)).ToHtmlString());
    }

    private static RenderFragment Cascade<T>(T value, RenderFragment content) => builder =>
    {
        builder.OpenComponent<CascadingValue<T>>(0);
        builder.AddComponentParameter(1, nameof(CascadingValue<T>.Value), value);
        builder.AddComponentParameter(2, nameof(CascadingValue<T>.ChildContent), content);
        builder.CloseComponent();
    };
}
