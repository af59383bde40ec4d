namespace TypedSessions.Engines.Database;

/// <summary>A session that is wanted.</summary>
internal sealed class LoadOperation(SessionKey key) : GatheredWork
{
    public SessionKey Key => key;

    /// <summary>The record, expired or not; <see langword="null"/> when there is none.</summary>
    public SessionRecord? Record { get; set; }
}
