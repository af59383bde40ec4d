using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.Hosting;
using TypedSessions.Tests.Accounts;

[assembly: RazorCompiledItem(typeof(RecentPage), "mvc.1.0.razor-page", "/Pages/Recent.cshtml")]

namespace TypedSessions.Tests.Accounts;

/// <summary>A compiled Razor Page whose model requires a recent sign-in.</summary>
[RazorCompiledItemMetadata("RouteTemplate", "/page/email")]
public sealed class RecentPage : Page
{
    /// <summary>Gets the application part that contains the page.</summary>
    internal static ApplicationPart Part { get; } = new CompiledRazorAssemblyPart(typeof(RecentPage).Assembly);

    public RecentPageModel Model => (RecentPageModel)PageContext.ViewData.Model!;

    public override Task ExecuteAsync()
    {
        WriteLiteral(Model.Text);
        return Task.CompletedTask;
    }
}

[RequireRecentSignIn(Minutes = 5)]
public sealed class RecentPageModel : PageModel
{
    public string Text { get; private set; } = "";

    public void OnGet() => Text = "changed";
}
