namespace TypedSessions.Sessions;

/// <summary>A view of a session that has returned values that can change in place.</summary>
internal interface ITrackedView
{
    /// <summary>Sets in the session what was changed in place. Where a key was set or removed since, that wins.</summary>
    /// <param name="skipsUnstorable">Whether to leave out values that cannot be stored instead of throwing.</param>
    /// <exception cref="InvalidOperationException">A value cannot be stored.</exception>
    void CaptureChanges(bool skipsUnstorable);

    /// <summary>Drops all values, because the session was emptied. Never throws, so that a logout cannot fail.</summary>
    void Forget();
}
