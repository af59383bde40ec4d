using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>Commits a request's session before the response starts, and later changes after the pipeline.</summary>
internal sealed class ResponseCommit(HttpContext context, SessionHttpServices services, RequestSession request, Session session)
{
    private bool CanCommit
        => !request.IsFailureAnswered
            && (context.Response.StatusCode < StatusCodes.Status500InternalServerError || services.Options.SaveOnServerError);

    // A prefetched page may never be shown, and the cookies of a started response cannot change.
    private bool CanRemoveFlash
        => !request.CurrentUse.IsReadOnly
            && !HttpMethods.IsHead(context.Request.Method)
            && !context.Request.Headers["Sec-Purpose"].ToString().StartsWith("prefetch", StringComparison.OrdinalIgnoreCase)
            && !(context.Response.HasStarted && request.Channel.Presented.AreRecords);

    /// <summary>Commits before the response starts, and sets the cookie.</summary>
    /// <remarks>Not linked to RequestAborted: changes are saved even if the client disconnects.</remarks>
    public Task RunBeforeResponseAsync()
    {
        if (!session.IsAccessed)
        {
            return Task.CompletedTask;
        }

        var committing = CanCommit ? CommitAsync() : Task.CompletedTask;
        if (!committing.IsCompletedSuccessfully || session.IsGone || session.Cookie is not null)
        {
            return WriteResponseAsync(committing);
        }

        CachingHeaders.Seal(context);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Commits changes that were made after the response had started, as in streamed responses. A response that has not started by now has
    /// no body, and is committed when the server starts it; or now, if another request waits for the lock, or a failure has to reach the
    /// application.
    /// </summary>
    public Task RunAfterPipelineAsync()
    {
        if (!session.IsAccessed)
        {
            return Task.CompletedTask;
        }

        request.RestoreBody();
        Capture();
        if (!CanCommit)
        {
            return Task.CompletedTask;
        }

        if (context.Response.HasStarted)
        {
            return CommitAsync();
        }

        return request.HoldsLock || services.Options.ThrowOnEngineFailure ? RunBeforeResponseAsync() : Task.CompletedTask;
    }

    /// <summary>
    /// Captures changes in place before the response starts, while an exception still reaches the application's error page.
    /// </summary>
    /// <exception cref="InvalidOperationException">A value cannot be stored.</exception>
    public void Capture()
    {
        if (session.IsGone || context.Response.HasStarted || !CanCommit)
        {
            return;
        }

        try
        {
            session.Values.CaptureViews();
        }
        catch (InvalidOperationException)
        {
            session.Values.SkipUnstorable = true;
            throw;
        }
    }

    private Task CommitAsync()
    {
        if (session.Values.HasReadFlash && CanRemoveFlash)
        {
            session.Values.RemoveReadFlash();
        }

        return session.CommitAsync();
    }

    private async Task WriteResponseAsync(Task committing)
    {
        try
        {
            await committing;
            if (session.IsGone && services.Options.RejectWhenGone && CanCommit)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            }

            ApplyCookie();
        }
        catch (Exception exception) when (request.Failure.IsAnswerable(exception))
        {
            // Only the middleware can answer an exception.
            if (!request.Failure.TryAnswerAtStart(exception, canBodyFollow: request is { HasMiddleware: true, IsPipelineOver: false }))
            {
                throw;
            }

            // The handler's earlier commits are stored, and only the cookie leads to them.
            if (session.Cookie is not null)
            {
                ApplyCookie();
            }
        }
    }

    private void ApplyCookie()
    {
        CachingHeaders.Seal(context);
        if (session.Cookie is { } action)
        {
            services.Cookie.Apply(action, context, request.Channel.Presented);
            session.MarkCookieWritten();
        }
    }
}
