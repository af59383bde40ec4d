using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>The running request of the only client.</summary>
internal sealed class Work
{
    private TaskCompletionSource _ended = new();
    private TaskCompletionSource _aborted = new();
    private Action _leave = () => { };

    public Task Ended => _ended.Task;

    public void Begin(Action leave)
    {
        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _leave = leave;
    }

    public void Follow(CancellationToken aborted)
    {
        var source = _aborted;
        aborted.Register(() => source.TrySetResult());
    }

    public void End() => _ended.TrySetResult();

    public Task LeaveAsync()
    {
        _leave();
        return _aborted.Task;
    }

    public Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            Follow(context.RequestAborted);
            var source = _ended;
            context.Response.OnCompleted(() =>
            {
                source.TrySetResult();
                return Task.CompletedTask;
            });
        }

        return next(context);
    }
}
