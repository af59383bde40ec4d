using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Access;

public sealed class KeysLoopTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.KeysChangedWhileEnumerated);

    [Theory]
    [InlineData("foreach (var key in [|session.Keys|]) session.SetString(key + \".old\", \"\");")]
    [InlineData("foreach (var key in [|session.Keys|]) { session.Remove(key); session.SetInt32($\"new.{key}\", 1); }")]
    [InlineData("foreach (var key in [|session.Keys.Where(key => key.Length > 3)|]) { if (key.Length > 5) { session.Set(key + 1, 2); } }")]
    [InlineData("foreach (var key in [|session.Keys.Select(key => key + 1)|]) { session.Set(key, 2); }")]
    [InlineData("foreach (var key in [|(session.Keys)|]) { session.Set(\"count\", new byte[1]); }")]
    [InlineData("foreach (string key in [|context.Session.Keys|]) { context.Session.SetString(\"a\" + key, \"\"); }")]
    [InlineData("foreach (var key in [|session.Keys|]) { if (key == \"\") { break; } session.SetString(key + 1, \"\"); }")]
    public Task TSES065_reports_a_loop_that_adds_a_key(string loop) => Verify(loop);

    [Theory]
    [InlineData("foreach (var key in session.Keys.ToArray()) session.SetString(key + 1, \"\");")]
    [InlineData("foreach (var key in session.Keys.ToList()) session.SetString(key + 1, \"\");")]
    [InlineData("foreach (var key in session.Keys.Order()) session.SetString(key + 1, \"\");")]
    [InlineData("foreach (var key in session.Keys) session.Remove(key);")]
    [InlineData("foreach (var key in session.Keys) session.SetString(key, \"\");")]
    [InlineData("foreach (var key in session.Keys) { session.SetString(key + 1, \"\"); break; }")]
    [InlineData("foreach (var key in session.Keys) { if (key == \"\") { session.SetString(key + 1, \"\"); return; } }")]
    [InlineData("foreach (var key in session.Keys) other.SetString(key + 1, \"\");")]
    [InlineData("foreach (var key in session.Keys) _ = session.GetString(key + 1);")]
    [InlineData("foreach (var key in session.Keys) { Action later = () => session.SetString(key + 1, \"\"); }")]
    [InlineData("foreach (var key in typed.Keys) typed.SetString(key + 1, \"\");")]
    [InlineData("foreach (var key in new Dictionary<string, string>().Keys) session.SetString(key + 1, \"\");")]
    public Task TSES065_is_silent_about_loops_that_go_well(string loop) => Verify(loop);

    [Fact]
    public Task TSES065_is_silent_where_the_session_is_ours()
        => Rule.Verify(
            "class A { void M(ISession session) { foreach (var key in session.Keys) session.SetString(key + 1, \"\"); } }",
            "class Startup { void Configure(IApplicationBuilder app) => app.UseTypedSessions(); }");

    private static Task Verify(string loop)
        => Rule.Verify($$"""
            class A { void M(ISession session, ISession other, ITypedSession typed, HttpContext context) { {{loop}} } }
            """);
}
