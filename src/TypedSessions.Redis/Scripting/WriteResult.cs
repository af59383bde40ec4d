namespace TypedSessions.Redis.Scripting;

/// <summary>The result of a conditional write, which its script returns.</summary>
internal enum WriteResult
{
    /// <summary>The record is not the expected one. Nothing was written.</summary>
    Changed,

    /// <summary>The record was replaced.</summary>
    Written,

    /// <summary>The new key exists. Nothing was written.</summary>
    KeyTaken,
}
