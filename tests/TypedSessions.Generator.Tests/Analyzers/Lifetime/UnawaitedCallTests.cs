using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class UnawaitedCallTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.UnawaitedCall);

    [Fact]
    public async Task TSES048_reports_a_call_and_names_it()
        => Assert.Equal(
            "'CommitAsync()' is not awaited, so the code continues before it completes and its exceptions are lost; await it",
            await Rule.Message("class C { void M(ISession session) { [|session.CommitAsync()|]; } }"));

    [Fact]
    public Task TSES048_reports_every_way_to_discard_a_task()
        => Rule.Verify("""
            using TypedSessions.Storage;

            class C(ISessionManager sessions)
            {
                void Statements(ISession session, HttpContext? context, ITypedSession typed)
                {
                    [|session.LoadAsync()|];
                    _ = [|typed.CommitAsync()|];
                    context?[|.Session.CommitAsync()|];
                    [|session.CommitAsync()|].ConfigureAwait(false);
                    Action lambda = () => [|session.CommitAsync()|];
                    void Local() => [|session.LoadAsync()|];
                }

                async Task Opened(SessionScope opened, SessionKey key)
                {
                    [|opened.SaveAsync()|];
                    _ = [|opened.SaveAsync()|].AsTask();
                    _ = [|sessions.RemoveAsync(key)|];
                    [|sessions.RemoveByOwnerAsync("ada")|];
                    await Task.Yield();
                }

                void Expression(ISession session) => [|session.CommitAsync()|];
            }
            """);

    [Fact]
    public Task TSES048_is_silent_about_tasks_that_are_used()
        => Rule.Verify("""
            using TypedSessions.Storage;

            class C(ISessionManager sessions)
            {
                private Task? _task;

                async Task Awaited(ISession session, SessionScope opened, SessionKey key)
                {
                    await session.LoadAsync();
                    await session.CommitAsync().ConfigureAwait(false);
                    _ = await opened.SaveAsync();
                    await opened.SaveAsync();
                    var removing = sessions.RemoveAsync(key);
                    _task = session.CommitAsync();
                    await Task.WhenAll(_task, removing.AsTask());
                }

                Task Returned(ISession session) => session.CommitAsync();

                Func<Task> Lambda(ISession session) => () => session.CommitAsync();

                void Blocked(ISession session) => session.LoadAsync().GetAwaiter().GetResult();
            }
            """);

    [Fact]
    public Task TSES048_is_silent_about_calls_of_the_same_name_on_something_else()
        => Rule.Verify("""
            class Store
            {
                public Task LoadAsync() => Task.CompletedTask;
                public Task CommitAsync() => Task.CompletedTask;
                public Task SaveAsync() => Task.CompletedTask;

                void M(Store store) { store.LoadAsync(); store.CommitAsync(); _ = SaveAsync(); }
            }
            """);

    [Theory]
    [InlineData("session.CommitAsync(")]
    [InlineData("session.CommitAsync( ; _ = ")]
    [InlineData("_ = unknown.CommitAsync(); LoadAsync();")]
    [InlineData("session?.SaveAsync().")]
    public Task Half_typed_code_does_not_throw(string statements)
        => HalfTyped.DoesNotThrow($"class C {{ void M(ISession session) {{ {statements} }} }}");
}
