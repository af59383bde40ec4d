using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes;

public sealed class LifetimeCodeFixTests
{
    private static readonly CodeFixTest Started = CodeFixTest.Create(DiagnosticIds.StartedResponse);
    private static readonly CodeFixTest Singleton = CodeFixTest.Create(DiagnosticIds.SessionInSingleton);
    private static readonly CodeFixTest Unsaved = CodeFixTest.Create(DiagnosticIds.UnsavedSession);
    private static readonly CodeFixTest Unawaited = CodeFixTest.Create(DiagnosticIds.UnawaitedCall);

    [Fact]
    public Task TSES040_moves_changes_before_the_response_in_their_order()
        => Started.Verify(
            """
            class C
            {
                async Task M(HttpContext context, ITypedSession session, bool late)
                {
                    // First the greeting.
                    await context.Response.WriteAsync("Hello");

                    // Then the id.
                    [|session.RegenerateId()|]; // new
                    [|session.Expiry = default|];
                    if (late)
                    {
                        await context.Response.WriteAsync(".");
                    }
                }
            }
            """,
            """
            class C
            {
                async Task M(HttpContext context, ITypedSession session, bool late)
                {
                    // Then the id.
                    session.RegenerateId(); // new
                    session.Expiry = default;
                    // First the greeting.
                    await context.Response.WriteAsync("Hello");
                    if (late)
                    {
                        await context.Response.WriteAsync(".");
                    }
                }
            }
            """);

    [Fact]
    public Task TSES040_moves_changes_in_several_files()
        => Started.Verify(
            (
                ShopModel.Source + """
                class C
                {
                    async Task M(HttpContext context, Shop shop)
                    {
                        await context.Response.WriteAsync("Hello");
                        [|shop.Visits++|];
                    }
                }
                """,
                ShopModel.Source + """
                class C
                {
                    async Task M(HttpContext context, Shop shop)
                    {
                        shop.Visits++;
                        await context.Response.WriteAsync("Hello");
                    }
                }
                """),
            (
                """
                var app = WebApplication.Create();
                app.MapGet("/", async (HttpContext context) =>
                {
                    await context.Response.StartAsync();
                    [|context.Session.SetString("a", "b")|];
                });
                """,
                """
                var app = WebApplication.Create();
                app.MapGet("/", async (HttpContext context) =>
                {
                    context.Session.SetString("a", "b");
                    await context.Response.StartAsync();
                });
                """));

    [Theory]
    [InlineData("await context.Response.WriteAsync(\"a\"); if (late) { [|session.RegenerateId()|]; }", "in another list")]
    [InlineData("await context.Response.WriteAsync(session.Id); [|session.RegenerateId()|];", "the response speaks of the session")]
    [InlineData(
        "await context.Response.WriteAsync(\"a\"); var name = Name(); [|session.SetString(\"name\", name)|];",
        "the value comes from between")]
    [InlineData("await context.Response.WriteAsync(\"a\"); [|session.SetString(\"name\", Name())|];", "a call may do anything")]
    [InlineData("await context.Response.WriteAsync(\"a\"); Name(); [|session.RegenerateId()|];", "a call may do anything")]
    [InlineData(
        "var n = 1; await context.Response.WriteAsync($\"{n++}\"); [|session.SetInt32(\"n\", n)|];",
        "the response changes the value")]
    public Task TSES040_has_no_fix_if_the_order_matters(string statements, string why)
        => Started.VerifyNoFix($$"""
            class C
            {
                // {{why}}
                async Task M(HttpContext context, ITypedSession session, bool late) { {{statements}} }

                static string Name() => "";
            }
            """);

    [Fact]
    public Task TSES043_registers_as_scoped()
        => Singleton.Verify(
            """
            using Microsoft.Extensions.DependencyInjection;

            class Service(ISession session) { public ISession Session => session; }

            static class SetUp
            {
                static void Add(IServiceCollection services) => services.[|AddSingleton<Service>|]().[|AddKeyedSingleton<Service>|]("key");
            }
            """,
            """
            using Microsoft.Extensions.DependencyInjection;

            class Service(ISession session) { public ISession Session => session; }

            static class SetUp
            {
                static void Add(IServiceCollection services) => services.AddScoped<Service>().AddKeyedScoped<Service>("key");
            }
            """);

    [Fact]
    public Task TSES043_has_no_fix_for_middleware()
        => Singleton.VerifyNoFix("""
            class M(RequestDelegate next, ISession [|session|])
            {
                public Task Invoke(HttpContext context) { session.Clear(); return next(context); }
            }
            """);

    [Fact]
    public Task TSES047_saves_at_the_end_of_the_block()
        => Unsaved.Verify(
            ShopModel.Source + """
            class Job(ISessionManager sessions)
            {
                async Task<string?> M(string key)
                {
                    await using var opened = sessions.Create();
                    [|opened.As<Shop>().Visits++|];
                    opened.As<Shop>().UserName = "ada"; // both

                    return opened.Token;
                }

                async Task N(string[] keys)
                {
                    foreach (var key in keys)
                    {
                        await using var one = await sessions.OpenAsync(key);
                        if (one is not null)
                        {
                            [|one.Session.Abandon()|];
                        }
                    }
                }
            }
            """,
            ShopModel.Source + """
            class Job(ISessionManager sessions)
            {
                async Task<string?> M(string key)
                {
                    await using var opened = sessions.Create();
                    opened.As<Shop>().Visits++;
                    opened.As<Shop>().UserName = "ada"; // both
                    await opened.SaveAsync();

                    return opened.Token;
                }

                async Task N(string[] keys)
                {
                    foreach (var key in keys)
                    {
                        await using var one = await sessions.OpenAsync(key);
                        if (one is not null)
                        {
                            one.Session.Abandon();
                            await one.SaveAsync();
                        }
                    }
                }
            }
            """);

    [Theory]
    [InlineData("async Task M(string key) { await using var opened = await sessions.OpenAsync(key); opened?[|.Session.Clear()|]; }")]
    [InlineData("void M() { var opened = sessions.Create(); [|opened.Session.Clear()|]; }")]
    [InlineData("async Task M(bool a) { await using var opened = sessions.Create(); if (a) [|opened.Session.Clear()|]; }")]
    [InlineData(
        "async Task M(bool a) { await using var opened = sessions.Create(); "
            + "[|opened.Session.Clear()|]; if (a) return; await opened.SaveAsync(); }")]
    public Task TSES047_has_no_fix_for_complex_code(string method)
        => Unsaved.VerifyNoFix($"class Job(ISessionManager sessions) {{ {method} public ISessionManager S => sessions; }}");

    [Fact]
    public Task TSES048_awaits()
        => Unawaited.Verify(
            (
                """
                class C
                {
                    async Task M(ISession session, SessionScope opened)
                    {
                        // Load it.
                        [|session.LoadAsync()|]; // now
                        _ = [|session.CommitAsync()|].ConfigureAwait(false);
                        _ = [|opened.SaveAsync()|];
                        Func<Task> later = async () => [|session.CommitAsync()|];
                        await later();
                    }
                }
                """,
                """
                class C
                {
                    async Task M(ISession session, SessionScope opened)
                    {
                        // Load it.
                        await session.LoadAsync(); // now
                        await session.CommitAsync().ConfigureAwait(false);
                        await opened.SaveAsync();
                        Func<Task> later = async () => await session.CommitAsync();
                        await later();
                    }
                }
                """),
            (
                """
                var app = WebApplication.Create();
                ISession session = new DefaultHttpContext().Session;
                [|session.LoadAsync()|];
                """,
                """
                var app = WebApplication.Create();
                ISession session = new DefaultHttpContext().Session;
                await session.LoadAsync();
                """));

    [Theory]
    [InlineData("void M(ISession session) { [|session.LoadAsync()|]; }")]
    [InlineData("async Task M(ISession? session) { session?[|.LoadAsync()|]; await Task.Yield(); }")]
    [InlineData("async Task M(ISession session) { lock (this) { [|session.LoadAsync()|]; } await Task.Yield(); }")]
    [InlineData("async Task M(ISession session) { Action load = () => [|session.LoadAsync()|]; await Task.Yield(); }")]
    public Task TSES048_has_no_fix_for_calls_that_cannot_be_awaited(string method) => Unawaited.VerifyNoFix($"class C {{ {method} }}");
}
