namespace TypedSessions.Generator.Tests.StoredTypes;

/// <summary>A type of session properties.</summary>
/// <param name="Type">The type as C# writes it.</param>
/// <param name="Value">An expression for a value of it.</param>
/// <param name="Outcome">The expected outcome.</param>
internal sealed record StoredTypeRow(string Type, string Value, StoredTypeOutcome Outcome);

/// <summary>The outcome of setting a value as a session property.</summary>
internal enum StoredTypeOutcome
{
    /// <summary>The value is read as it was set.</summary>
    Equal,

    /// <summary>TSES033 warns of it, and the set throws.</summary>
    Warned,

    /// <summary>TSES018 refuses its type.</summary>
    Refused,

    /// <summary>The set throws.</summary>
    RefusedAtSet,
}
