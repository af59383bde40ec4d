namespace TypedSessions.Engines.Database.Sql;

/// <summary>A change of only the values and the last use of a record.</summary>
/// <param name="Key">The key.</param>
/// <param name="Current">The record that the update expects to find.</param>
/// <param name="Next">The record to store.</param>
internal readonly record struct ValuesChange(SessionKey Key, SessionRecord Current, SessionRecord Next);
