using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class SessionInSingletonTests
{
    private const string Model = """
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using Microsoft.Extensions.Hosting;

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }

        interface IService;
        class Service(Cart cart) : IService { public Cart Cart => cart; }

        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SessionInSingleton);

    [Fact]
    public async Task TSES043_names_the_class_and_the_session()
        => Assert.Equal(
            "Singleton 'Service' takes 'Cart', which belongs to a request, in its constructor; "
                + "register it as scoped, or pass the session to the method that uses it",
            await Rule.Message(
                Model + "static class SetUp { static void Add(IServiceCollection services) => services.[|AddSingleton<Service>|](); }"));

    [Fact]
    public Task TSES043_reports_registrations()
        => Rule.Verify(Model + """
            class WithSession(ISession session) { public ISession Session => session; }

            static class SetUp
            {
                static void Add(IServiceCollection? services)
                {
                    services!.[|AddSingleton<IService, Service>|]().[|AddSingleton<WithSession>|]();
                    services!.[|TryAddSingleton<Service>|]();
                    services!.[|AddKeyedSingleton<Service>|]("key");
                    services?.[|AddSingleton<Service>|]();
                }
            }
            """);

    [Fact]
    public Task TSES043_reports_hosted_services_and_middleware_where_they_are_declared()
        => Rule.Verify(Model + """
            class Job(Cart [|cart|]) : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.FromResult(cart.Count);
            }

            class Middleware
            {
                private readonly ITypedSession _session;
                private readonly RequestDelegate _next;

                public Middleware(RequestDelegate next, ITypedSession [|session|]) => (_next, _session) = (next, session);

                public Task InvokeAsync(HttpContext context) { _session.Clear(); return _next(context); }
            }

            static class SetUp { static void Add(IServiceCollection services) => services.AddHostedService<Job>(); }
            """);

    [Fact]
    public Task TSES043_is_silent_about_classes_that_are_made_for_a_request_or_otherwise()
        => Rule.Verify(Model + """
            class Either { public Either() { } public Either(Cart cart) { } }

            class Plain(ISessionManager sessions) { public ISessionManager Sessions => sessions; }

            class Scoped(Cart cart) : IMiddleware
            {
                public Task InvokeAsync(HttpContext context, RequestDelegate next) { cart.Count++; return next(context); }
            }

            class Middleware(RequestDelegate next)
            {
                public Task InvokeAsync(HttpContext context, Cart cart) { cart.Count++; return next(context); }
            }

            class Handler(Cart cart) { public Task InvokeAsync(HttpContext context) => Task.FromResult(cart.Count); }

            static class SetUp
            {
                static void Add(IServiceCollection services)
                {
                    services.AddScoped<Service>();
                    services.AddTransient<IService, Service>();
                    services.AddSingleton<Either>().AddSingleton<Plain>();
                    services.AddSingleton<IService>(new Service(new Cart()));
                    services.AddSingleton(_ => new Service(new Cart()));
                    services.AddSingleton<IService>(_ => new Service(new Cart()));
                    new Registry().AddSingleton<Service>();
                }
            }

            class Registry { public void AddSingleton<T>() { } }
            """);

    [Theory]
    [InlineData("class Job(Cart cart, ) : BackgroundService { ")]
    [InlineData(
        "static class S { static void A(IServiceCollection services) { services.AddSingleton<>(); services.AddSingleton<Service>(; } }")]
    [InlineData("static class S { static void A(IServiceCollection services) => services.AddSingleton<Unknown")]
    public Task Half_typed_code_does_not_throw(string source) => HalfTyped.DoesNotThrow(Model + source);
}
