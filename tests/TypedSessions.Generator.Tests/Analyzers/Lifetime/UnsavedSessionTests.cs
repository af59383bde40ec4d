using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class UnsavedSessionTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.UnsavedSession);

    [Fact]
    public async Task TSES047_reports_the_change_and_names_the_local()
        => Assert.Equal(
            "The change is discarded when 'opened' is disposed, because it is not saved; await 'opened.SaveAsync()' after it",
            await Rule.Message(Job("""
                await using var opened = await sessions.OpenAsync(key);
                if (opened is null) return;
                [|opened.As<Shop>().Visits = 1|];
                """)));

    [Theory]
    [InlineData("var opened = sessions.Create(); [|opened.Session.SetString(\"a\", \"b\")|];")]
    [InlineData("await using var opened = sessions.Create(); var shop = opened.As<Shop>(); [|shop.Visits++|];")]
    [InlineData("await using var opened = sessions.Create(); [|opened.Session.As<Shop>().Visits += 2|]; opened.Session.Clear();")]
    [InlineData("await using var opened = await sessions.OpenAsync(key); if (opened is not null) { [|opened.Session.Abandon()|]; }")]
    [InlineData("await using var opened = await sessions.OpenAsync(key).ConfigureAwait(false); [|opened!.Session.RegenerateId()|];")]
    [InlineData("if (await sessions.OpenAsync(key) is { } opened) { [|opened.Session.Remove(\"a\")|]; }")]
    [InlineData("await using var opened = await sessions.OpenAsync(key); opened?[|.Session.SetInt32(\"a\", 1)|];")]
    [InlineData("foreach (var k in keys) { await using var opened = await sessions.OpenAsync(k); [|opened!.Session.Clear()|]; }")]
    [InlineData("await using var opened = sessions.Create(); await opened.SaveAsync(); [|opened.Session.Clear()|];")]
    [InlineData("await using var opened = sessions.Create(); [|opened.Session.Clear()|]; if (late) { return; } await opened.SaveAsync();")]
    [InlineData("await using var opened = sessions.Create(); [|opened.Session.Owner = \"ada\"|]; Console.WriteLine(opened.Session.Id);")]
    [InlineData("await using var opened = sessions.Create(); try { [|opened.Session.Clear()|]; } finally { Console.WriteLine(); }")]
    public Task TSES047_reports_what_is_never_saved(string statements) => Rule.Verify(Job(statements));

    [Theory]
    [InlineData("await using var opened = sessions.Create(); opened.Session.Clear(); await opened.SaveAsync();")]
    [InlineData("await using var opened = sessions.Create(); opened.As<Shop>().Visits = 1; await opened.Session.CommitAsync();")]
    [InlineData(
        "await using var opened = sessions.Create(); opened.As<Shop>().Visits = 1; "
            + "var there = await opened.SaveAsync(); Console.WriteLine(there);")]
    [InlineData(
        "await using var opened = await sessions.OpenAsync(key); if (opened is null) "
            + "{ return; } opened.As<Shop>().Visits = 1; await opened.SaveAsync();")]
    [InlineData("await using var opened = await sessions.OpenAsync(key); Console.WriteLine(opened?.As<Shop>().Visits);")]
    [InlineData(
        "await using var opened = sessions.Create(); opened.Session.Clear(); "
            + "if (late) { throw new Exception(); } await opened.SaveAsync();")]
    [InlineData("await using var opened = sessions.Create(); opened.Session.Clear(); if (late) { await opened.SaveAsync(); }")]
    [InlineData(
        "await using var opened = sessions.Create(); var changed = false; if (late) "
            + "{ opened.Session.Clear(); changed = true; } if (!changed) return; await opened.SaveAsync();")]
    [InlineData(
        "await using var opened = sessions.Create(); for (var i = 0; i < 3; "
            + "i++) { opened.As<Shop>().Visits++; } await opened.SaveAsync();")]
    [InlineData("await using var opened = sessions.Create(); try { opened.Session.Clear(); } finally { await opened.SaveAsync(); }")]
    public Task TSES047_is_silent_where_it_is_saved_or_may_be_meant(string statements) => Rule.Verify(Job(statements));

    [Theory]
    [InlineData("var opened = sessions.Create(); opened.Session.Clear(); await Finish(opened);")]
    [InlineData("var opened = sessions.Create(); opened.Session.Clear(); _field = opened;")]
    [InlineData("var opened = sessions.Create(); opened.Session.Clear(); await Save(opened.Session);")]
    [InlineData("var opened = sessions.Create(); var shop = opened.As<Shop>(); shop.Visits = 1; await Save(shop.Session);")]
    [InlineData(
        "var opened = sessions.Create(); opened.Session.Clear(); Func<Task> save = async () => await opened.SaveAsync(); await save();")]
    [InlineData("var opened = sessions.Create(); opened.Session.Clear(); var other = opened; await other.SaveAsync();")]
    [InlineData(
        "var opened = sessions.Create(); opened.Session.Clear(); var all = new[] "
            + "{ opened }; foreach (var one in all) await one.SaveAsync();")]
    [InlineData("var opened = Other(); opened.Session.Clear();")]
    public Task TSES047_is_silent_where_others_may_save(string statements) => Rule.Verify(Job(statements));

    [Fact]
    public Task TSES047_is_silent_about_what_is_returned_and_about_sessions_of_requests()
        => Rule.Verify("""
            class Jobs(ISessionManager sessions)
            {
                SessionScope Open() { var opened = sessions.Create(); opened.Session.Owner = "ada"; return opened; }

                ITypedSession Session() { var opened = sessions.Create(); opened.Session.Owner = "ada"; return opened.Session; }

                void Request(HttpContext context) => context.Session.SetString("a", "b");

                void Given(SessionScope opened) => opened.Session.SetString("a", "b");
            }

            class Other
            {
                public Other Create() => this;
                public void Set(string key) { }
                void M() { var other = Create(); other.Set("a"); }
            }
            """);

    [Theory]
    [InlineData("var opened = sessions.Create(; opened.Session.Clear(")]
    [InlineData("await using var opened = await sessions.OpenAsync(); opened.Session.Clear(); opened.")]
    [InlineData("var opened = await sessions.OpenAsync(key) is { } opened; opened.As<>().X = ;")]
    public Task Half_typed_code_does_not_throw(string statements) => HalfTyped.DoesNotThrow(Job(statements));

    private static string Job(string statements)
        => $$"""
            [SessionModel]
            public partial class Shop
            {
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
            }

            public class Job(ISessionManager sessions)
            {
                private SessionScope? _field;

                public async Task Run(string key, string[] keys, bool late)
                {
                    {{statements}}
                    await Task.Yield();
                }

                private Task Finish(SessionScope opened) => Task.FromResult(_field = opened);

                private static Task Save(ISession session) => session.CommitAsync();

                private static SessionScope Other() => throw new NotSupportedException();
            }
            """;
}
