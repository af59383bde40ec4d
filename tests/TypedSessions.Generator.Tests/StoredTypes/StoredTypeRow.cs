namespace TypedSessions.Generator.Tests.StoredTypes;

/// <summary>A type of a session property.</summary>
/// <param name="Type">The type in C#.</param>
/// <param name="Value">An expression for a value of the type.</param>
/// <param name="Outcome">The expected outcome.</param>
internal sealed record StoredTypeRow(string Type, string Value, StoredTypeOutcome Outcome);

/// <summary>The outcome of setting a session property.</summary>
internal enum StoredTypeOutcome
{
    /// <summary>The value is read as it was set.</summary>
    Equal,

    /// <summary>TSES033 reports a warning, and the setter throws.</summary>
    Warned,

    /// <summary>TSES018 refuses the type.</summary>
    Refused,

    /// <summary>The setter throws.</summary>
    RefusedAtSet,
}
