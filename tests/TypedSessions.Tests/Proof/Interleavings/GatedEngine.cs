using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// The engine as one request sees it: it pauses before every call, and before every answer where that is
/// asked for. In between the call is done as a whole, and the reference engine has to give the same answer.
/// </summary>
internal sealed class GatedEngine(Stage stage, Scene scene, PromisedRequest request) : ISessionEngine
{
    public SessionGuarantees Guarantees => scene.Engine.Guarantees;

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken) => AskAsync(
        "load", engine => engine.LoadAsync(key, cancellationToken), (_, _) => request.WasLoaded(key));

    public ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken) => AskAsync(
        "load", engine => engine.LoadFreshAsync(key, cancellationToken), (_, _) => request.WasLoaded(key));

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken) => AskAsync(
        "create", engine => engine.CreateAsync(key, record, cancellationToken), (_, asked) => request.WasCreated(key, asked));

    public ValueTask<CommitResult> UpdateAsync(SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken) => AskAsync(
        changes.IsTouch ? "touch" : "update",
        engine => engine.UpdateAsync(key, loaded, changes, cancellationToken),
        (_, asked) => request.WasUpdated(key, asked));

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken) => AskAsync(
        "rotate",
        engine => engine.RotateAsync(key, newKey, loaded, changes, cancellationToken),
        (_, asked) => request.WasRotated(key, newKey, asked));

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken) => AskAsync(
        "remove", engine => engine.RemoveAsync(key, cancellationToken), (_, _) => request.WasRemoved(key));

    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken) => AskAsync(
        "remove expired", engine => engine.RemoveExpiredAsync(batch, cancellationToken), (_, _) => { });

    private async ValueTask<T> AskAsync<T>(string call, Func<ISessionEngine, ValueTask<T>> ask, Action<T, DateTimeOffset> witness)
    {
        var asked = scene.Clock.GetUtcNow();
        await stage.PauseAsync(call);
        var answer = Stage.Wait(() => ask(scene.Engine));
        var expected = await ask(scene.Reference);
        if (!EqualityComparer<T>.Default.Equals(answer, expected))
        {
            Assert.Equal(Shown.Of((object?)expected), Shown.Of((object?)answer));
        }

        witness(answer, asked);
        if (scene.PausesBeforeAnswers)
        {
            await stage.PauseAsync($"answer to {call}");
        }

        return answer;
    }
}
