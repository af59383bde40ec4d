using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class OpenDashboardTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.OpenDashboard);

    [Theory]
    [InlineData("app.[|MapSessionDashboard|]();")]
    [InlineData("app.[|MapSessionDashboard|](\"/ops\", options => options.ShowValues = true).WithTags(\"ops\");")]
    [InlineData("app.[|MapSessionDashboard|]().AllowAnonymous();")]
    [InlineData("app.[|MapSessionDashboard|]().RequireHost(\"localhost\").WithDisplayName(\"Sessions\");")]
    public Task TSES091_reports_a_dashboard_without_an_authorization(string statement) => Rule.Verify(Program(statement));

    [Theory]
    [InlineData("app.MapSessionDashboard().RequireAuthorization(\"Operators\");")]
    [InlineData("app.MapSessionDashboard().WithTags(\"ops\").RequireAuthorization();")]
    [InlineData("app.MapSessionDashboard().RequireRecentSignIn();")]
    [InlineData("app.MapSessionDashboard().WithMetadata(new Microsoft.AspNetCore.Authorization.AuthorizeAttribute());")]
    [InlineData("app.MapGroup(\"/ops\").RequireAuthorization().MapSessionDashboard();")]
    [InlineData("var ops = app.MapGroup(\"/ops\").RequireAuthorization(); ops.MapSessionDashboard();")]
    [InlineData("var dashboard = app.MapSessionDashboard(); dashboard.RequireAuthorization();")]
    [InlineData("Protect(app.MapSessionDashboard()); static void Protect(IEndpointConventionBuilder it) => it.RequireAuthorization();")]
    public Task TSES091_is_silent_about_a_dashboard_that_requires_one_or_may_do_so(string statement) => Rule.Verify(Program(statement));

    [Theory]
    [InlineData("if (app.Environment.EnvironmentName == \"Development\") { app.MapSessionDashboard(); }")]
    [InlineData("if (args.Length == 0) { return; } app.MapSessionDashboard();")]
    [InlineData("Map(app); static void Map(WebApplication it) => it.MapSessionDashboard();")]
    public Task TSES091_is_silent_about_code_that_may_run_in_Development_only(string statement) => Rule.Verify(Program(statement));

    [Fact]
    public Task TSES091_is_silent_about_methods_that_may_be_called_in_Development_only() => Rule.Verify("""
        public static class Operations
        {
            public static void Map(WebApplication app) => app.MapSessionDashboard();

            public static void MapOther(WebApplication app)
            {
                app.MapSessionDashboard("/other");
            }
        }
        """);

    private static string Program(string statement) => $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddTypedSessions().UseMemory();
        var app = builder.Build();
        app.UseTypedSessions();
        app.MapGet("/", (HttpContext context) => context.Session.Id);
        {{statement}}
        app.Run();
        """;
}
