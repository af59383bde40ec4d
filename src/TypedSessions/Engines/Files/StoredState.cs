namespace TypedSessions.Engines.Files;

/// <summary>A record together with the head that it was read from: what a write builds on.</summary>
internal readonly record struct StoredState(RecordHead Head, SessionRecord Record);
