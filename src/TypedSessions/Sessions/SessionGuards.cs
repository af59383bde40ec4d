namespace TypedSessions.Sessions;

/// <summary>Throws for operations that the state of a session does not allow.</summary>
internal readonly struct SessionGuards(ISessionChannel channel, SessionState state)
{
    /// <summary>Gets whether a change could no longer reach a session that is kept in the browser's cookies.</summary>
    public bool IsTooLateForRecords => !channel.CanSendToken && channel.Presented.AreRecords;

    /// <exception cref="SessionEngineException">A commit failed before.</exception>
    public void ThrowIfFaulted()
    {
        if (state.Fault is { } failure)
        {
            throw new SessionEngineException(
                $"An earlier commit of the session failed ({failure.Message}), so the session can only be read in this request or job. " +
                "Let that exception end the request; in a job open the session again.", failure)
            {
                IsTransient = failure is SessionEngineException { IsTransient: true } or OperationCanceledException,
            };
        }
    }

    /// <exception cref="InvalidOperationException">The endpoint is read-only, or a commit is under way.</exception>
    /// <exception cref="SessionEngineException">A commit failed before.</exception>
    public void ThrowIfUnchangeable()
    {
        ThrowIfFaulted();
        if (channel.ReadOnlyEndpoint is { } endpoint)
        {
            throw new InvalidOperationException(
                $"The endpoint '{endpoint}' may read the session but not change it: [ReadOnlySession] is on it, or on its controller or " +
                "group. Remove the attribute to change the session.");
        }

        if (state.IsCommitting)
        {
            throw new InvalidOperationException(
                "The session cannot be changed while it is being saved: the change would be lost. " +
                "Await CommitAsync(), and the call that starts the response, before changing it.");
        }
    }

    /// <exception cref="InvalidOperationException">The response has started, and the session is kept in cookies.</exception>
    public void ThrowIfTooLateForRecords()
    {
        if (IsTooLateForRecords)
        {
            throw new InvalidOperationException(
                "The session cannot be changed after the response has started: it is kept in the browser's cookies, which would not get " +
                "the change. Change it before writing the response.");
        }
    }

    /// <exception cref="InvalidOperationException">The new id could not reach the visitor.</exception>
    public void ThrowIfCannotRotate()
    {
        if (!channel.CanSendToken)
        {
            throw new InvalidOperationException(
                "The session cannot get a new id after the response has started: the cookie could not be sent. " +
                "Call RegenerateId() before writing the response.");
        }

        if (!channel.CanRotate)
        {
            throw new InvalidOperationException(
                "The session was opened by its key, so its visitor would not get the new id. " +
                "Open it by its token, or end it with ISessionManager.RemoveAsync().");
        }
    }

    /// <exception cref="InvalidOperationException">The session belongs to no user.</exception>
    public void ThrowIfNotOwned()
    {
        if (!state.HasOwner)
        {
            throw new InvalidOperationException(
                "The sign-in cannot be confirmed, because the session belongs to no user. Call HttpContext.SignInAsync() to sign in.");
        }
    }

    /// <exception cref="InvalidOperationException">The session is used in a job.</exception>
    public void ThrowIfJob()
    {
        if (!channel.IsRequest)
        {
            throw new InvalidOperationException(
                "The owner of a stored session can only be set in a request, because it changes together with the id in the cookie. " +
                "Set it in a request, or end the session with ISessionManager.RemoveAsync().");
        }
    }

    /// <exception cref="InvalidOperationException">The session would begin after the response has started.</exception>
    public void ThrowIfTooLateToBegin()
    {
        ThrowIfTooLateForRecords();
        if (state is { Record: null, IsToBeCreated: false, IsDetached: false } && !channel.CanSendToken)
        {
            throw new InvalidOperationException(
                "The session cannot begin after the response has started. Set something in it before writing the response; " +
                "in a component with [StreamRendering], before the first await.");
        }
    }

    /// <exception cref="InvalidOperationException">The token of a new session or a new id could not reach the browser.</exception>
    public void ThrowIfTokenCannotBeSent()
    {
        if (!channel.CanSendToken)
        {
            throw new InvalidOperationException(
                "The session cannot begin or get a new id after the response has started: the browser would not receive the cookie. " +
                "Commit before writing the response.");
        }
    }
}
