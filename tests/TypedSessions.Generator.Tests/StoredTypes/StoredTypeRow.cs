namespace TypedSessions.Generator.Tests.StoredTypes;

/// <summary>A type of session properties.</summary>
/// <param name="Type">The type as C# writes it.</param>
/// <param name="Value">An expression for a value of it.</param>
/// <param name="Outcome">What has to happen to the value.</param>
internal sealed record StoredTypeRow(string Type, string Value, StoredTypeOutcome Outcome);

/// <summary>What happens to a value that is set as a session property.</summary>
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
