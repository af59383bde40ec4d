using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.ModelBased.Subject;

/// <summary>A request whose handler does what it is told, one thing after the other, while others run.</summary>
internal sealed class Visit
{
    private static readonly Endpoint[] Endpoints = [.. Enum.GetValues<EndpointKind>().Select(NewEndpoint)];

    private readonly TaskCompletionSource _isReached = new();
    private readonly TaskCompletionSource<Func<Task>> _end = new();
    private readonly SessionHands _hands;
    private Task _serving = Task.CompletedTask;

    public Visit(Opening opening, int node, string? cookies, SessionHands.Naming naming)
    {
        Browser = opening.Browser;
        Node = node;
        Exchange = new Exchange(cookies, Endpoints[(int)opening.Endpoint], this);
        _hands = new SessionHands(() => (ITypedSession)Exchange.Context.Session, naming);
    }

    public int Browser { get; }

    public int Node { get; }

    public Exchange Exchange { get; }

    /// <summary>Whether the answer is complete.</summary>
    public bool IsOver => _serving.IsCompleted;

    public bool HasStarted => Exchange.Context.Response.HasStarted;

    /// <summary>What the browser has been sent of the head already.</summary>
    public bool IsHeadSeen { get; set; }

    /// <summary>The pipeline: an error page outside, the sessions, and the handler of all requests.</summary>
    public static async Task ServeErrorPageAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BugException bug) when (bug.HasErrorPage && !context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.StartAsync();
        }
    }

    public static Task HandleAsync(HttpContext context) => ((Visit)context.Items[typeof(Exchange)]!).HandleAsync();

    /// <summary>Begins, up to the handler, or to the end where it is not reached.</summary>
    /// <returns>Whether the handler was reached.</returns>
    public async ValueTask<bool> BeginAsync(RequestDelegate pipeline)
    {
        _serving = Exchange.ServeAsync(pipeline);
        if (!_serving.IsCompleted && !_isReached.Task.IsCompleted)
        {
            await Task.WhenAny(_serving, _isReached.Task);
        }

        return _isReached.Task.IsCompleted;
    }

    /// <summary>Has the handler do something.</summary>
    /// <returns>What it saw; <see langword="null"/> when there is nothing but the response to see.</returns>
    public async ValueTask<string?> DoAsync(Act act)
    {
        try
        {
            switch (act)
            {
                case End end:
                    await EndAsync(() => FinishAsync(end));
                    return null;

                case StartResponse start:
                    return await StartAsync(start.Status) ? Seen.Done : null;

                case Commit commit:
                    await Exchange.Context.Session.CommitAsync();
                    return Seen.Done;

                default:
                    return _hands.Do(act);
            }
        }
        catch (SessionEngineException) when (act is Commit { Catches: true })
        {
            return Seen.Failed;
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            return Seen.Refused;
        }
        catch (Exception exception)
        {
            // The handler does not catch it.
            var thrown = ExceptionDispatchInfo.Capture(exception);
            await EndAsync(() =>
            {
                thrown.Throw();
                return Task.CompletedTask;
            });
            return null;
        }
    }

    private static Endpoint NewEndpoint(EndpointKind kind) => new(
        HandleAsync,
        kind switch
        {
            EndpointKind.Preloaded => new EndpointMetadataCollection(new PreloadSessionAttribute()),
            EndpointKind.NoTouch => new EndpointMetadataCollection(new NoTouchSessionAttribute()),
            EndpointKind.ReadOnly => new EndpointMetadataCollection(new ReadOnlySessionAttribute()),
            _ => EndpointMetadataCollection.Empty,
        },
        kind.ToString());

    private async Task HandleAsync()
    {
        _isReached.SetResult();
        var end = await _end.Task;
        await end();
    }

    private Task EndAsync(Func<Task> end)
    {
        _end.SetResult(end);
        return _serving;
    }

    private Task FinishAsync(End end)
    {
        var response = Exchange.Context.Response;
        switch (end.Ending)
        {
            case Ending.Throw or Ending.ThrowToErrorPage:
                throw new BugException(end.Ending is Ending.ThrowToErrorPage);

            case var _ when HasStarted:
                return Task.CompletedTask;

            case Ending.Redirect:
                response.Redirect("/");
                return Task.CompletedTask;

            default:
                response.StatusCode = end.Status;
                return end.Ending is Ending.Body ? response.StartAsync() : Task.CompletedTask;
        }
    }

    private async ValueTask<bool> StartAsync(int status)
    {
        if (HasStarted)
        {
            return true;
        }

        Exchange.Context.Response.StatusCode = status;
        await Exchange.Context.Response.StartAsync();
        return false;
    }

    private sealed class BugException(bool hasErrorPage) : Exception
    {
        public bool HasErrorPage { get; } = hasErrorPage;
    }
}
