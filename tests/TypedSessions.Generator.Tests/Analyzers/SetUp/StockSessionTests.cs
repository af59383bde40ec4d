using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class StockSessionTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.StockSession);

    [Fact]
    public async Task TSES084_reports_both_halves_of_the_other_session_before_and_after()
    {
        var found = await Rule.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.[|AddSession|](options => options.IdleTimeout = TimeSpan.FromHours(1));
            builder.Services.AddTypedSessions().UseMemory();
            var app = builder.Build();
            app.UseRouting().UseTypedSessions().UseAuthorization().[|UseSession|]();

            class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddTypedSessions().UseMemory();
                    services.AddOptions().[|AddSession|]();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.[|UseSession|]();
                    app.UseTypedSessions();
                }
            }
            """);

        Assert.Equal(
            "'AddSession()' has no effect next to 'AddTypedSessions()', which replaces it; remove it",
            found[0].GetMessage());
    }

    [Fact]
    public Task TSES084_is_silent_about_a_single_change_and_alternatives()
        => Rule.Verify("""
            static class SetUp
            {
                static void Typed(IApplicationBuilder app) => app.UseTypedSessions();

                static void Alone(IApplicationBuilder app) => app.UseSession();

                static void Choice(IApplicationBuilder app, bool typed)
                {
                    if (typed)
                    {
                        app.UseTypedSessions();
                    }
                    else
                    {
                        app.UseSession();
                    }
                }

                static void Two(IApplicationBuilder one, IApplicationBuilder other)
                {
                    one.UseSession();
                    other.UseTypedSessions();
                }

                static void Services(IServiceCollection one, IServiceCollection other)
                {
                    one.AddSession();
                    other.AddTypedSessions();
                }
            }
            """);
}
