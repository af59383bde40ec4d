namespace Styles.Models;

/// <summary>A style of ASP.NET Core code.</summary>
/// <param name="Name">The name, also of its stamp.</param>
/// <param name="Path">The path of its endpoint.</param>
/// <param name="How">How it receives the model.</param>
public sealed record Style(string Name, string Path, string How)
{
    public const string Handler = "Minimal API", Filter = "Endpoint filter", Group = "Route group", Middleware = "Middleware",
        Constructor = "Controller", Action = "Action", ViewComponent = "View component", View = "View",
        PageModel = "Page model", PageHandler = "Page handler", Page = "Razor Page", Component = "Component", Hub = "Hub",
        Circuit = "Circuit";

    /// <summary>Gets all styles, in the order of the start page.</summary>
    public static IReadOnlyList<Style> All { get; } =
    [
        new(Handler, "/api/handler", "a parameter of the handler"),
        new(Filter, "/api/filter", "the handler's parameter"),
        new(Group, "/group/here", "the request's services"),
        new(Middleware, "/middleware", "a parameter of InvokeAsync"),
        new(Constructor, "/stamps/constructor", "a parameter of the controller's constructor"),
        new(Action, "/stamps/action", "a parameter of the action, [FromServices]"),
        new(ViewComponent, "/stamps/view-component", "a parameter of the view component's constructor"),
        new(View, "/stamps/view", "@inject"),
        new(PageModel, "/pages/constructor", "a parameter of the page model's constructor"),
        new(PageHandler, "/pages/handler", "a parameter of OnGet, [FromServices]"),
        new(Page, "/pages/inject", "@inject"),
        new(Component, "/component", "@inject, rendered on the server"),
        new(Hub, "/hub", "opened by each call, with the key of the handshake"),
        new(Circuit, "/circuit", "opened by each click, with the key of the handshake"),
    ];
}
