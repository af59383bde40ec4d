namespace TypedSessions.Generator.Model;

/// <summary>A partial property that cannot be kept in the session. All strings are C# source.</summary>
/// <param name="Declaration">The property without its accessors: <c>public static partial int Count</c>.</param>
/// <param name="Accessors">The accessors with their modifiers: <c>get</c>, <c>private set</c>.</param>
internal sealed record UnusableProperty(string Declaration, EquatableArray<string> Accessors);
