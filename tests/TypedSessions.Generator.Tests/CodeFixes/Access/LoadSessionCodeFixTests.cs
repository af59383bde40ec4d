using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes.Access;

public sealed class LoadSessionCodeFixTests
{
    private const string Startup = "static class Startup { static void Configure(IApplicationBuilder app) => app.UseTypedSessions(); }\n";

    private static readonly CodeFixTest Fix = CodeFixTest.Create(DiagnosticIds.SynchronousLoad);

    [Fact]
    public Task TSES063_loads_the_session_before_the_statement_that_uses_it()
        => Fix.Verify(
            Startup + """
            class Program
            {
                static void Map(WebApplication app)
                {
                    app.MapGet("/", async (HttpContext context, int id) =>
                    {
                        await Task.Yield();

                        // The name, if there is one.
                        if (id > 3)
                        {
                            return [|context.Session|].GetString("name");
                        }

                        return null;
                    });
                }
            }
            """,
            Startup + """
            class Program
            {
                static void Map(WebApplication app)
                {
                    app.MapGet("/", async (HttpContext context, int id) =>
                    {
                        await Task.Yield();
                        await context.Session.LoadAsync(context.RequestAborted);

                        // The name, if there is one.
                        if (id > 3)
                        {
                            return context.Session.GetString("name");
                        }

                        return null;
                    });
                }
            }
            """);

    [Fact]
    public Task TSES063_has_no_fix_where_there_is_no_block()
        => Fix.VerifyNoFix(Startup + """
            public class HomeController : Controller
            {
                public async Task Index() => await Response.WriteAsync([|HttpContext.Session|].GetString("name") ?? "");
            }
            """);

    [Fact]
    public Task TSES063_loads_the_session_before_a_property_that_uses_it()
        => Fix.Verify(
            Startup + """
            public class HomeController : Controller
            {
                private string? UserName => HttpContext.Session.GetString("user-name");

                public async Task<string?> Index()
                {
                    await Task.Yield();
                    return [|UserName|];
                }
            }
            """,
            Startup + """
            public class HomeController : Controller
            {
                private string? UserName => HttpContext.Session.GetString("user-name");

                public async Task<string?> Index()
                {
                    await Task.Yield();
                    await HttpContext.Session.LoadAsync(HttpContext.RequestAborted);
                    return UserName;
                }
            }
            """);
}
