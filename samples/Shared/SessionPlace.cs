namespace TypedSessions.Samples;

/// <summary>Where a visitor's session is, in words for the visitor.</summary>
/// <param name="Text">For example "one row in a SQLite database".</param>
public sealed record SessionPlace(string Text);
