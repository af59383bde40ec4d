namespace TypedSessions.Sessions;

/// <summary>A view of a session that has returned values that can change in place.</summary>
internal interface ITrackedView
{
    /// <summary>Sets the values that were changed in place, except those of keys that were set or removed since.</summary>
    /// <param name="skipUnstorable">Whether to leave out values that cannot be stored instead of throwing.</param>
    /// <exception cref="InvalidOperationException">A value cannot be stored.</exception>
    void CaptureChanges(bool skipUnstorable);

    /// <summary>Drops all values, because the session was emptied. Never throws, so that a logout cannot fail.</summary>
    void Forget();
}
