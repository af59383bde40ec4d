using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class MiddlewareBeforeRoutingTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.MiddlewareBeforeRouting);

    [Fact]
    public Task TSES089_reports_routing_that_comes_later()
        => Rule.Verify("""
            static class SetUp
            {
                static void Configure(IApplicationBuilder app) => app.[|UseTypedSessions|]().UseRouting().UseAuthorization();
            }
            """);

    [Fact]
    public Task TSES089_is_silent_about_earlier_routing_and_without_routing()
        => Rule.Verify("""
            static class SetUp
            {
                static void Before(IApplicationBuilder app) => app.UseRouting().UseTypedSessions().UseAuthorization();

                static void Twice(IApplicationBuilder app) { app.UseRouting(); app.UseTypedSessions(); app.UseRouting(); }

                static void None(IApplicationBuilder app) => app.UseTypedSessions().UseAuthorization();
            }
            """);
}
