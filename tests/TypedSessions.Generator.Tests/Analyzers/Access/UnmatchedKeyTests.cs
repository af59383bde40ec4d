using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Access;

public sealed class UnmatchedKeyTests
{
    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddTypedSessions().UseMemory().AddModel<Login>();
        var app = builder.Build();
        app.UseTypedSessions();
        Pages.Map(app);
        app.Run();

        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.UnmatchedKey);

    [Fact]
    public async Task TSES068_reports_properties_that_are_only_set_or_only_read()
    {
        var found = await Rule.Verify(Program + Model("[|CodeFromMail|]", "[|SecondFactorIsDue|]"), Pages("""
            app.MapPost("/login", (Login login) => { login.CodeFromMail = "123"; login.Visits = login.Visits + 1; });
            app.MapGet("/shop", (Login login) => login.SecondFactorIsDue is null ? "shop" : "code");
            """));

        Assert.Equal(
            "Session value 'Login.CodeFromMail' is set but never read in this program; read it, or remove it", found[0].GetMessage());
        Assert.Equal(
            "Session value 'Login.SecondFactorIsDue' is read but never set in this program; set it, or remove it", found[1].GetMessage());
    }

    [Fact]
    public Task TSES068_reports_keys_that_are_only_set_or_only_read()
        => Rule.Verify(Program + Model("CodeFromMail", "SecondFactorIsDue"), Pages("""
            app.MapPost("/login", (HttpContext context) => context.Session.SetString([|"two-factor-user"|], "ada"));
            app.MapGet("/code", (ISession session) => session.GetString([|Keys.TwoFactor|]) + session.GetInt32([|"attempts"|]));
            app.MapGet("/both", (ISession session) => { session.SetInt32("count", session.GetInt32(Keys.Count) ?? 0); });
            """),
            "static class Keys { public const string TwoFactor = \"TwoFactorUser\"; public const string Count = \"count\"; }");

    [Theory]
    [InlineData("login.CodeFromMail = login.CodeFromMail + \"1\";")]
    [InlineData("login.CodeFromMail ??= \"1\";")]
    [InlineData("login.CodeFromMail = \"1\"; Console.WriteLine(nameof(Login.CodeFromMail));")]
    [InlineData("login.CodeFromMail = \"1\"; Console.WriteLine(login.Contains(\"CodeFromMail\"));")]
    [InlineData("login.CodeFromMail = \"1\"; Console.WriteLine(login is { CodeFromMail: \"2\" });")]
    [InlineData("login.CodeFromMail = \"1\"; Pages.Show(new Other(\"2\").CodeFromMail);")]
    [InlineData("login.CodeFromMail = \"1\"; Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(login));")]
    [InlineData("login.CodeFromMail = \"1\"; object any = new[] { login };")]
    [InlineData("login.CodeFromMail = null;")]
    [InlineData("login.Session.Set(Login.Properties.CodeFromMail, \"1\");")]
    [InlineData("login.CodeFromMail = \"1\"; Console.WriteLine(login.Session.Contains(Login.Properties.CodeFromMail));")]
    [InlineData("(login.CodeFromMail, var b) = (\"1\", 2);")]
    [InlineData("login.CodeFromMail = \"1\"; foreach (var key in login.Session.Keys) { Console.WriteLine(login.Session.GetString(key)); }")]
    public Task TSES068_is_silent_about_properties_that_something_may_use(string statements)
        => Rule.Verify(
            Program + Model("CodeFromMail", "Unused"),
            Pages($$"""app.MapPost("/login", (Login login) => { {{statements}} });"""),
            "record Other(string CodeFromMail);");

    [Theory]
    [InlineData("session.SetString(\"a.b\", \"1\"); Console.WriteLine(Read(session, \"a.b\"));")]
    [InlineData("session.SetString(\"a.b\", \"1\"); Console.WriteLine(session.Get(\"a.b\"));")]
    [InlineData("session.SetString(\"a.b\", \"1\"); Console.WriteLine(session.Contains(\"a.b\"));")]
    [InlineData("session.Store(\"a.b\", \"1\");")]
    [InlineData("session.SetString(\"a.b\", \"1\"); Console.WriteLine(session.GetString(\"a.\" + DateTime.Today.Day));")]
    [InlineData("session.SetString(\"__tempdata\", \"1\");")]
    [InlineData("session.SetString(\"a.b\", \"1\"); app.MapGet(\"/read/{key}\", Read);")]
    [InlineData("session.SetString(\"a.b\", \"1\"); Func<ISession, string, string?> read = Pages.Read; read(session, \"c\");")]
    [InlineData("session.Remove(\"a.b\");")]
    [InlineData("session.SetString(Key, \"1\"); Console.WriteLine(Read(session, Key));")]
    public Task TSES068_is_silent_about_keys_that_something_may_use(string statements)
        => Rule.Verify(
            Program + Model("CodeFromMail", "Unused"),
            Pages($$"""
                app.MapPost("/login", (ISession session) => { {{statements}} });
                }

                private const string Key = "c.d";

                static string? Read(ISession session, string name) => session.GetString(name);

                static void Other()
                {
                """),
            """
            static class Helpers
            {
                public static void SetObject(this ISession session, string key, object value) => session.SetString(key, value.ToString()!);

                public static void Store(this ISession session, string name, string value) => session.SetString(name, value);
            }
            """);

    [Fact]
    public Task TSES068_is_silent_about_values_that_a_view_reads()
        => Rule.Verify(
            Program + Model("CodeFromMail", "Unused"),
            Pages("app.MapPost(\"/login\", (Login login) => { login.CodeFromMail = \"1\"; });"),
            """
            // <auto-generated/>
            class View { void Write(Login model) {
            #line (1,1)-(1,20) "Index.cshtml"
            Console.WriteLine(model.CodeFromMail);
            #line default
            #line hidden
            } }
            """);

    [Fact]
    public Task TSES068_is_silent_about_values_that_are_changed_in_place()
        => Rule.Verify(
            Program + Model("CodeFromMail", "Unused").Replace("int Visits", "List<string> Visits", StringComparison.Ordinal),
            Pages("app.MapPost(\"/login\", (Login login) => { login.Visits.Add(\"home\"); });"));

    [Fact]
    public Task TSES068_is_silent_about_items_of_a_map()
        => Rule.Verify(
            Program + """
            [SessionModel]
            public partial class Login
            {
                [SessionProperty(Key = "attempt-{0}")] public partial SessionMap<string, int> Attempts { get; }
            }
            """,
            Pages("""
            app.MapPost("/login", (HttpContext context) => context.Session.SetInt32("attempt-ada", 1));
            app.MapGet("/shop", (Login login) => login.Attempts["bob"]);
            """));

    [Fact]
    public Task TSES068_is_silent_about_programs_without_the_middleware()
        => Rule.Verify(
            "var sessions = WebApplication.Create(args).Services.GetRequiredService<ISessionManager>();\n"
                + "var opened = sessions.Create(); opened.Session.SetString(\"written\", \"1\"); await opened.SaveAsync();");

    [Fact]
    public Task TSES068_is_silent_about_libraries()
        => Rule.Verify("""
            [SessionModel]
            public partial class Login { [SessionProperty] public partial string? Code { get; set; } }

            class Page { void Post(Login login, ISession session) { login.Code = "1"; session.SetString("written", "1"); } }
            """);

    [Theory]
    [InlineData("WebApplication.Create(); [SessionModel] partial class A { [SessionProperty] public partial int B { get; set; } } x.B =")]
    [InlineData("var app = WebApplication.Create(); app.MapGet(\"/\", (ISession session) => session.GetString(\"a")]
    public Task Half_typed_code_does_not_throw(string source) => HalfTyped.DoesNotThrow(source);

    private static string Model(string code, string due)
        => $$"""
            [SessionModel]
            public partial class Login
            {
                [SessionProperty] public partial string? {{code}} { get; set; }
                [SessionProperty] public partial string? {{due}} { get; set; }
                [SessionProperty] public partial int Visits { get; set; }
            }
            """;

    private static string Pages(string statements)
        => $$"""
            static class Pages
            {
                public static void Map(WebApplication app)
                {
                    {{statements}}
                }

                public static void Show(string text) => Console.WriteLine(text);
            }
            """;
}
