using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class StartedResponseTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.StartedResponse);

    [Theory]
    [InlineData(
        "[|shop.Visits = 1|];",
        "'Visits' comes after the response has started, which throws for a visitor without a session, "
            + "because the cookie can no longer be sent; move it before 'WriteAsync'")]
    [InlineData(
        "[|shop.Seen[\"a\"]++|];",
        "'Seen' comes after the response has started, which throws for a visitor without a session, "
            + "because the cookie can no longer be sent; move it before 'WriteAsync'")]
    [InlineData(
        "[|session.RegenerateId()|];",
        "'RegenerateId()' comes after the response has started, which throws, "
            + "because the new id can no longer be sent; move it before 'WriteAsync'")]
    [InlineData(
        "[|session.Abandon()|];",
        "'Abandon()' comes after the response has started, so the browser keeps the session's cookie; move it before 'WriteAsync'")]
    [InlineData(
        "[|session.Expiry = default|];",
        "'Expiry' comes after the response has started, so the browser keeps the cookie's old expiry; move it before 'WriteAsync'")]
    public async Task TSES040_reports_the_effect_of_the_change(string change, string message)
        => Assert.Equal(message, await Rule.Message(Handler("await context.Response.WriteAsync(\"Hello\"); " + change)));

    [Theory]
    [InlineData("await context.Response.WriteAsync(\"a\").ConfigureAwait(false);")]
    [InlineData("await context.Response.WriteAsJsonAsync(1);")]
    [InlineData("await context.Response.SendFileAsync(\"a.txt\");")]
    [InlineData("await context.Response.StartAsync();")]
    [InlineData("await context.Response.CompleteAsync();")]
    [InlineData("await context.Response.Body.WriteAsync(new byte[1]);")]
    [InlineData("await context.Response.Body.FlushAsync();")]
    [InlineData("context.Response.Body.Write(new byte[1]);")]
    [InlineData("await context.Response.BodyWriter.FlushAsync();")]
    [InlineData("await context.Response.BodyWriter.WriteAsync(new byte[1]);")]
    [InlineData("var response = context.Response; await response.WriteAsync(\"a\");")]
    public Task TSES040_reports_every_call_that_starts_the_response(string start)
        => Rule.Verify(Handler(start + """
             [|shop.Visits++|]; [|context.Session.SetString("a", "b")|];
            [|session.SetTestCookie()|]; [|shop.Session.SetInt32("a", 1)|]; [|session.Set(Shop.Properties.Visits, 1)|];
            """));

    [Theory]
    [InlineData("context.Response.Redirect(\"/\");")]
    [InlineData("context.Response.StatusCode = 404;")]
    [InlineData("context.Response.Headers.Append(\"a\", \"b\");")]
    [InlineData("context.Response.BodyWriter.GetSpan(1); context.Response.BodyWriter.Advance(1);")]
    [InlineData("_ = context.Response.WriteAsync(\"a\");")]
    [InlineData("await Console.Out.WriteAsync(\"a\"); await Console.Out.FlushAsync();")]
    [InlineData("await new System.IO.MemoryStream().WriteAsync(new byte[1]);")]
    [InlineData("await next(context);")]
    [InlineData("await Results.Ok().ExecuteAsync(context);")]
    public Task TSES040_is_silent_where_the_response_may_not_have_started(string statements)
        => Rule.Verify(Handler(statements + " shop.Visits = 1; session.RegenerateId();"));

    [Theory]
    [InlineData("shop.Visits = 1; await context.Response.WriteAsync(\"a\");")]
    [InlineData("if (a) { await context.Response.WriteAsync(\"a\"); return; } session.RegenerateId();")]
    [InlineData("if (a) { await context.Response.WriteAsync(\"a\"); } if (b) { session.RegenerateId(); }")]
    [InlineData("if (a) { await context.Response.WriteAsync(\"a\"); } else { session.RegenerateId(); }")]
    [InlineData("try { await context.Response.WriteAsync(\"a\"); } catch (Exception) { session.Abandon(); }")]
    [InlineData("while (a) { session.RegenerateId(); await context.Response.WriteAsync(\"a\"); }")]
    public Task TSES040_is_silent_where_the_change_may_come_first(string statements) => Rule.Verify(Handler(statements));

    [Theory]
    [InlineData("if (a) { await context.Response.WriteAsync(\"a\"); } [|session.RegenerateId()|];")]
    [InlineData("await context.Response.WriteAsync(\"a\"); if (a) { [|session.RegenerateId()|]; }")]
    [InlineData("foreach (var i in new[] { 1 }) { await context.Response.WriteAsync(\"a\"); [|session.RegenerateId()|]; }")]
    [InlineData("try { await context.Response.WriteAsync(\"a\"); } finally { Console.WriteLine(); } [|session.RegenerateId()|];")]
    public Task TSES040_reports_paths_that_certainly_start_the_response(string statements) => Rule.Verify(Handler(statements));

    [Theory]
    [InlineData("shop.Visits = 1; await context.Response.WriteAsync(\"a\"); shop.Visits = 2;", "the session has begun in time")]
    [InlineData(
        "if (a) { shop.Visits = 1; } await context.Response.WriteAsync(\"a\"); shop.Visits = 2;",
        "the session may have begun in time")]
    [InlineData("if (session.IsNew) { return; } await context.Response.WriteAsync(\"a\"); shop.Visits = 2;", "there is a session")]
    [InlineData("if (shop.UserName is null) { return; } await context.Response.WriteAsync(\"a\"); shop.Visits = 2;", "there is a session")]
    [InlineData(
        "if (context.Session.GetString(\"a\") == null) { return; } await context.Response.WriteAsync(\"a\"); shop.Visits = 2;",
        "there is a session")]
    [InlineData(
        "await context.Response.WriteAsync(\"a\"); session.Remove(\"a\"); session.Clear(); shop.UserName = null; shop.Clear();",
        "what is removed needs no cookie")]
    [InlineData("await context.Response.WriteAsync(\"a\"); Console.WriteLine(shop.Visits);", "only read")]
    [InlineData(
        "await context.Response.WriteAsync(\"a\"); if (!context.Response.HasStarted) { session.RegenerateId(); }",
        "asks for itself")]
    [InlineData(
        "context.Response.Body = new System.IO.MemoryStream(); await context.Response.WriteAsync(\"a\"); session.RegenerateId();",
        "buffered")]
    [InlineData(
        "await context.Response.WriteAsync(\"a\"); opened.Session.RegenerateId(); opened.As<Shop>().Visits = 1; await opened.SaveAsync();",
        "another session")]
    [InlineData(
        "await context.Response.WriteAsync(\"a\"); new Shop().Visits = 1; var own = new Shop(); own.Visits = 1;",
        "another session")]
    [InlineData("await context.Response.WriteAsync(\"a\"); other.Session.RegenerateId();", "another request")]
    [InlineData("await context.Response.WriteAsync(\"a\"); Action later = () => session.RegenerateId();", "another function")]
    public Task TSES040_is_silent_about_changes_that_are_not_lost(string statements, string why) => Rule.Verify(Handler(statements, why));

    [Fact]
    public Task TSES040_reports_in_controllers_and_minimal_apis_and_not_in_tests()
        => Rule.Verify("""
            var app = WebApplication.Create();
            app.MapGet("/", async (HttpContext context) =>
            {
                await context.Response.WriteAsync("Hello");
                [|context.Session.SetString("a", "b")|];
            });
            app.Use(async (HttpContext context, RequestDelegate next) => { await next(context); context.Session.SetString("a", "b"); });

            class Pages : ControllerBase
            {
                public async Task Get() { await Response.WriteAsync("Hello"); [|HttpContext.Session.SetInt32("a", 1)|]; }
            }

            class Tests
            {
                public async Task Test(ISession session)
                {
                    var context = new DefaultHttpContext { Session = session };
                    await context.Response.WriteAsync("Hello");
                    context.Session.SetString("a", "b");
                    session.SetString("a", "b");
                }
            }
            """);

    [Theory]
    [InlineData("await context.Response.WriteAsync(\"a\"); shop.Visits = ")]
    [InlineData("await context.Response.WriteAsync( ; shop.Visits++ session.")]
    [InlineData("await context.Response.StartAsync(); { session.RegenerateId(")]
    [InlineData("context?.Response.Body.Flush(); goto x; session.Abandon(); x")]
    public Task Half_typed_code_does_not_throw(string statements) => HalfTyped.DoesNotThrow(Handler(statements));

    private static string Handler(string statements, string why = "")
        => $$"""
            [SessionModel]
            public partial class Shop
            {
                [SessionProperty] public partial string? UserName { get; set; }
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
                [SessionProperty(Key = "seen-{0}", Merge = SessionMerge.Sum)] public partial SessionMap<string, int> Seen { get; }
            }

            public class Handler
            {
                // {{why}}
                public async Task Run(
                    HttpContext context, HttpContext other, Shop shop, ITypedSession session, SessionScope opened, RequestDelegate next,
                    bool a, bool b)
                {
                    {{statements}}
                    await Task.Yield();
                }
            }
            """;
}
