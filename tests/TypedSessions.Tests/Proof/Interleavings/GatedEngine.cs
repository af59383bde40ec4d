using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// The engine of one request: pauses before every call and, if the scenario requires it, before every answer. The call itself
/// is atomic, and the reference engine has to return the same result.
/// </summary>
internal sealed class GatedEngine(ActorScheduler scheduler, Scenario scenario, PromisedRequest request) : RecordingEngine(scenario.Engine)
{
    protected override async ValueTask<T> InvokeAsync<T>(RecordedCall call, Func<ISessionEngine, ValueTask<T>> operation)
    {
        var asked = scenario.Clock.GetUtcNow();
        await scheduler.PauseAsync(call.Name);
        var answer = ActorScheduler.Wait(() => operation(Inner));
        var expected = await operation(scenario.Reference);
        if (!EqualityComparer<T>.Default.Equals(answer, expected))
        {
            Assert.Equal(ResultFormatter.Format((object?)expected), ResultFormatter.Format((object?)answer));
        }

        Witness(call, asked);
        if (scenario.PausesBeforeAnswers)
        {
            await scheduler.PauseAsync($"answer to {call.Name}");
        }

        return answer;
    }

    private void Witness(RecordedCall call, DateTimeOffset asked)
    {
        switch (call.Name)
        {
            case "load":
                request.WasLoaded(call.Key);
                break;
            case "create":
                request.WasCreated(call.Key, asked);
                break;
            case "update" or "touch":
                request.WasUpdated(call.Key, asked);
                break;
            case "rotate":
                request.WasRotated(call.Key, call.NewKey, asked);
                break;
            case "remove":
                request.WasRemoved(call.Key);
                break;
        }
    }
}
