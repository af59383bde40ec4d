namespace TypedSessions.Engines.Database;

/// <summary>A session that is wanted.</summary>
internal sealed class LoadOperation(SessionKey key) : GatheredWork
{
    public SessionKey Key => key;

    /// <summary>Whether it is to be done alone, because something went wrong with a group that it was in.</summary>
    public bool IsLeftOut { get; set; }

    /// <summary>The record, expired or not; <see langword="null"/> when there is none.</summary>
    public SessionRecord? Record { get; set; }
}
