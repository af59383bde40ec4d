using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class ShortCircuitedSessionTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.ShortCircuitedSession);

    [Theory]
    [InlineData("app.MapGet(\"/\", (ISession session) => session.Id).[|ShortCircuit|]();")]
    [InlineData(
        "app.MapPost(\"/\", (HttpContext context) => context.Session.SetString(\"a\", \"b\")).WithName(\"a\").[|ShortCircuit|](200);")]
    [InlineData("app.MapGet(\"/\", (ShopSession shop) => shop.Visits).[|ShortCircuit|]().WithName(\"a\");")]
    [InlineData("app.MapGet(\"/\", Handlers.Visits).[|ShortCircuit|]();")]
    public Task TSES090_reports_an_endpoint_that_uses_the_session(string statement) => Rule.Verify(Program(statement));

    [Theory]
    [InlineData("app.MapGet(\"/\", () => \"ok\").ShortCircuit();")]
    [InlineData("app.MapGet(\"/\", (HttpContext context) => context.TraceIdentifier).ShortCircuit(404);")]
    [InlineData("app.MapGet(\"/\", (ISession session) => session.Id).WithName(\"a\");")]
    [InlineData("app.MapShortCircuit(404, \"robots.txt\");")]
    public Task TSES090_is_silent_about_other_endpoints(string statement) => Rule.Verify(Program(statement));

    [Fact]
    public Task TSES090_is_silent_where_routing_comes_after_the_session() => Rule.Verify("""
        var app = WebApplication.Create(args);
        app.{|TSES089:UseTypedSessions|}();
        app.UseRouting();
        app.MapGet("/", (ISession session) => session.Id).ShortCircuit();
        app.Run();
        """);

    private static string Program(string statement) => $$"""
        using Microsoft.AspNetCore.Routing;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddTypedSessions().UseMemory().AddModel<ShopSession>();
        var app = builder.Build();
        app.UseTypedSessions();
        {{statement}}
        app.Run();

        [SessionModel]
        public partial class ShopSession
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
        }

        public static class Handlers
        {
            public static string Visits(HttpContext context) => context.Session.Id;
        }
        """;
}
