namespace TypedSessions.Http;

/// <summary>Provides every request with its session.</summary>
internal sealed class TypedSessionMiddleware(RequestDelegate next, SessionHttpServices services)
{
    /// <summary>Loads the session if the endpoint announces it, runs the rest of the pipeline, and commits.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // Already installed if authentication ran first, or if the pipeline runs again for an error page.
        var request = RequestSession.EnterMiddleware(context, services);
        return request is { Use.LockTimeout: { } timeout, HoldsLock: false }
            ? RunLockedAsync(context, request, timeout)
            : RunAsync(context, request);
    }

    private async Task RunAsync(HttpContext context, RequestSession request)
    {
        request.IsPipelineOver = false;
        try
        {
            await request.LoadAsync();
            await next(context);
        }
        catch (Exception exception)
        {
            request.RestoreBody();
            if (!request.Failure.IsAnswerable(exception))
            {
                throw;
            }

            // Only the body of the 503 response can follow.
            request.IsPipelineOver = true;
            await request.Failure.AnswerAsync(exception);
        }

        await request.CommitAfterPipelineAsync();
    }

    private async Task RunLockedAsync(HttpContext context, RequestSession request, TimeSpan timeout)
    {
        using var releaser = await request.AcquireLockAsync(timeout);
        if (releaser is null)
        {
            request.AnswerTooMany(timeout);
            return;
        }

        request.HoldsLock = true;
        try
        {
            await RunAsync(context, request);
        }
        finally
        {
            request.HoldsLock = false;
        }
    }
}
