using TypedSessions.Diagnostics;

namespace TypedSessions.Http;

/// <summary>
/// Answers a request whose session could not be loaded or committed: with 503 if the engine failed, with 409 if the commit was refused. The
/// handler's own response is not sent.
/// </summary>
internal sealed class CommitFailure(HttpContext context, SessionHttpServices services)
{
    // In seconds.
    private const string RetryAfter = "5";

    private Exception? _failure;

    /// <summary>Gets whether a failure that left the pipeline was answered. Such a response commits nothing.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Returns whether an exception is such a failure, and no other response has started.</summary>
    public bool IsAnswerable(Exception exception) => !context.Response.HasStarted && GetStatus(_failure ?? exception) is not null;

    /// <summary>Answers a failure that left the pipeline as an exception.</summary>
    public Task AnswerAsync(Exception exception)
    {
        if (_failure is not null)
        {
            // The server has abandoned the response, and only accepts another status by this exception.
            throw new BadHttpRequestException(_failure.Message, GetStatus(_failure)!.Value, _failure);
        }

        Log(exception);
        IsAnswered = true;
        context.Response.Clear();
        return SetStatus(exception) == StatusCodes.Status503ServiceUnavailable ? UnavailableBody.WriteAsync(context) : Task.CompletedTask;
    }

    /// <summary>Answers a failure while the response starts.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="canBodyFollow">Whether a body may follow, which can only be prevented by an exception.</param>
    /// <returns><see langword="false"/> if the exception has to be thrown again, for <see cref="AnswerAsync"/> to answer it.</returns>
    public bool TryAnswerAtStart(Exception exception, bool canBodyFollow)
    {
        Log(exception);
        if (canBodyFollow)
        {
            _failure = exception;
            return false;
        }

        // Headers that describe a body stay, because a buffered body may follow.
        var headers = context.Response.Headers;
        foreach (var name in headers.Keys.Where(static name => !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            headers.Remove(name);
        }

        SetStatus(exception);
        return true;
    }

    private int SetStatus(Exception exception)
    {
        var status = GetStatus(exception)!.Value;
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }

        return status;
    }

    private int? GetStatus(Exception exception) => exception switch
    {
        SessionEngineException { IsTransient: true } when !services.Options.ThrowOnEngineFailure => StatusCodes.Status503ServiceUnavailable,
        SessionRefusedException => StatusCodes.Status409Conflict,
        _ => null,
    };

    private void Log(Exception exception)
    {
        if (exception is SessionRefusedException)
        {
            services.Sessions.Log.Refused(exception.Message);
        }
        else
        {
            services.Outages.Report(exception);
        }
    }
}
