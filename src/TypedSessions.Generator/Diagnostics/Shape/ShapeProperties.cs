using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Shape;

/// <summary>What a diagnostic about the shape carries to its fix.</summary>
internal static class ShapeProperties
{
    private const string Key = "Shape";

    /// <summary>Returns the properties of a diagnostic.</summary>
    public static ImmutableDictionary<string, string?> Create(string value) => ImmutableDictionary<string, string?>.Empty.Add(Key, value);

    /// <summary>Returns what a diagnostic carries; empty if nothing.</summary>
    public static string Get(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(Key, out var value) ? value ?? "" : "";

    /// <summary>Creates the diagnostic for a line that is missing.</summary>
    public static Diagnostic CreateNotRecorded(Location location, ShapeLine line)
        => Diagnostic.Create(ShapeDescriptors.ShapeNotRecorded, location, Create(line.ToString()), line.ToString());
}
