using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class MiddlewareMissingTests
{
    private const string Cart = """

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.MiddlewareMissing);
    private static readonly AnalyzerTest Services = AnalyzerTest.Create(DiagnosticIds.ServicesMissing);

    [Fact]
    public Task TSES082_reports_services_without_middleware()
        => Rule.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.[|AddTypedSessions|]().UseMemory().AddModel<Cart>();
            var app = builder.Build();
            app.MapControllers();
            app.Run();

            public class Home(Cart cart) : ControllerBase
            {
                public int Get() => cart.Count;
            }
            """ + Cart);

    [Fact]
    public Task TSES082_is_silent_about_programs_that_serve_no_requests()
        => Rule.Verify("""
            using Microsoft.Extensions.Hosting;
            var builder = Host.CreateApplicationBuilder(args);
            builder.Services.AddTypedSessions().UseMemory().AddModel<Cart>();
            using var host = builder.Build();
            await using var opened = host.Services.GetRequiredService<ISessionManager>().Create();
            opened.As<Cart>().Count++;
            opened.Services.GetRequiredService<Cart>().Count++;
            await opened.SaveAsync();
            """ + Cart);

    [Fact]
    public Task Omitted_calls_count()
        => Rule.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory().AddModel<Cart>();
            var app = builder.Build();
            #if SESSIONS
            app.UseTypedSessions();
            #endif
            app.MapGet("/", (Cart cart) => cart.Count);
            """ + Cart);
}
