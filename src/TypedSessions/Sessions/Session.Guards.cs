namespace TypedSessions.Sessions;

/// <summary>What cannot be done with the session at the moment, and why.</summary>
internal sealed partial class Session
{
    // Whether what is staged is on its way to the engine: what is staged now would be taken for it, and be forgotten.
    private bool _isBeingSaved;

    // A record that travels has to reach the browser with every change, and not only when it begins.
    private bool IsTooLateForRecords => !channel.CanSendToken && channel.Presented.AreRecords;

    private void ThrowIfUnchangeable()
    {
        if (channel.ReadOnlyEndpoint is { } endpoint)
        {
            throw new InvalidOperationException(
                $"The endpoint '{endpoint}' may read the session and not change it: [ReadOnlySession] is on it, or on its controller or group. Take that away where the session is to be changed.");
        }

        if (_isBeingSaved)
        {
            throw new InvalidOperationException(
                "The session cannot be changed while it is being saved: the change would be lost. Await CommitAsync(), and what starts the response, before changing it.");
        }
    }

    private void ThrowIfTooLateForRecords()
    {
        if (IsTooLateForRecords)
        {
            throw new InvalidOperationException(
                "The session cannot be changed after the response has started: it is kept in the browser's cookies, which would not get the change. Change it before writing the response.");
        }
    }

    private void ThrowIfCannotRotate()
    {
        if (!channel.CanSendToken)
        {
            throw new InvalidOperationException(
                "The session cannot get a new id after the response has started: the cookie could not be sent. Call RegenerateId() before writing the response.");
        }

        if (!channel.CanRotate)
        {
            throw new InvalidOperationException(
                "The session was opened by its key, so its visitor would not get the new id. Open it by its token, or end it with ISessionManager.RemoveAsync().");
        }
    }

    // The token of a session that begins must still reach the browser.
    private void ThrowIfTooLateToBegin()
    {
        ThrowIfTooLateForRecords();
        if (_record is null && !IsToBeCreated && !IsDetached && !channel.CanSendToken)
        {
            throw new InvalidOperationException(
                "The session cannot be established after the response has started. Set something in it before writing the response; " +
                "in a component with [StreamRendering], before the first await.");
        }
    }

    // After an error was sent, say, which saved nothing: whoever commits now by hand
    // would leave the visitor with a token that is worth nothing.
    private void ThrowIfTokenCannotBeSent()
    {
        if (!channel.CanSendToken)
        {
            throw new InvalidOperationException(
                "The session cannot begin or get a new id after the response has started: the browser would never learn of it. Commit before writing the response.");
        }
    }
}
