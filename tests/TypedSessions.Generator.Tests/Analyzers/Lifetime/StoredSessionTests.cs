using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class StoredSessionTests
{
    private const string Model = """
        using System.Collections.Concurrent;
        using Microsoft.Extensions.Hosting;

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }

        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.StoredSession);

    [Fact]
    public async Task TSES041_names_the_reason()
    {
        Assert.Equal(
            "'Current' is static, so all requests would share one visitor's session; get the session from the current request",
            await Rule.Message("static class C { static ISession? [|Current|]; }"));
        Assert.Equal(
            "'_session' belongs to the singleton 'M', so all requests would share one visitor's session; "
                + "get the session from the current request",
            await Rule.Message("""
                class M(RequestDelegate next)
                {
                    private ISession? _session;
                    public Task InvokeAsync(HttpContext context) { [|_session = context.Session|]; return next(context); }
                    public ISession? Session => _session;
                }
                """));
    }

    [Fact]
    public Task TSES041_reports_static_fields_and_properties()
        => Rule.Verify(Model + """
            class Store
            {
                private static Cart? [|_cart|];
                public static ITypedSession? [|Session|] { get; set; }
                internal static ISession[] [|All|] = [];
                private static readonly ConcurrentDictionary<string, Cart> [|Carts|] = new();
                private static readonly List<ISession> [|List|] = [];
                private static Cart [|_made|] = new();

                public static Cart? Get() => _cart ??= _made;
            }
            """);

    [Fact]
    public Task TSES041_reports_middleware_and_hosted_services_that_keep_the_session_of_a_request()
        => Rule.Verify(Model + """
            class Middleware(RequestDelegate next)
            {
                private Cart? _cart;
                public ISession? Last { get; private set; }

                public async Task Invoke(HttpContext context)
                {
                    [|_cart = context.Session.As<Cart>()|];
                    [|this.Last = context.Session|];
                    await next(context);
                    Console.WriteLine(_cart);
                }
            }

            class Job(IHttpContextAccessor accessor) : BackgroundService
            {
                public ISession? Last;

                protected override Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    [|Last = accessor.HttpContext!.Session|];
                    return Task.CompletedTask;
                }
            }
            """);

    [Fact]
    public Task TSES041_is_silent_about_what_no_request_shares()
        => Rule.Verify(Model + """
            class Store(Cart cart, IHttpContextAccessor accessor, ISession session)
            {
                private readonly Cart _cart = cart;
                private readonly ISession _session = session;
                private static readonly Cart Sample = new();
                private static Cart Empty { get; } = new Cart();
                private static readonly Action<Cart> Reset = static cart => cart.Clear();
                private static readonly AsyncLocal<Cart> Local = new();
                private static readonly List<int> Numbers = [];
                private static SessionScope? _opened;
                private static Cart? Current => new HttpContextAccessor().HttpContext?.Session.As<Cart>();
                private static Cart Of(HttpContext context) => context.Session.As<Cart>();

                public ISession? Kept { get; private set; }

                public void Keep()
                {
                    Kept = accessor.HttpContext!.Session;
                    Reset(_cart);
                    Numbers.Add(Sample.Count + Empty.Count);
                    Local.Value = _cart;
                    _opened = null;
                    Console.WriteLine(_session);
                }
            }

            class Scoped : IMiddleware
            {
                public ISession? Session { get; private set; }

                public Task InvokeAsync(HttpContext context, RequestDelegate next) { Session = context.Session; return next(context); }
            }

            class Job(ISessionManager sessions) : BackgroundService
            {
                private ISession? _session;

                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    await using var opened = sessions.Create();
                    _session = opened.Session;
                    Console.WriteLine(_session.Id);
                }
            }
            """);

    [Theory]
    [InlineData("class C { static ISession session")]
    [InlineData("class C { static Unknown<ISession> all; static ISession Session { get; set; } = ")]
    [InlineData("class M(RequestDelegate next) { ISession s; public Task Invoke(HttpContext context) { s = context.Session")]
    [InlineData("class M(RequestDelegate next) { ISession s; public Task Invoke() { s = x.As<>(); unknown = y.Session; }")]
    public Task Half_typed_code_does_not_throw(string source) => HalfTyped.DoesNotThrow(source);
}
