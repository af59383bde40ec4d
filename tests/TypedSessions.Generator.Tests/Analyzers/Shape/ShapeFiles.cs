using System.Collections.Immutable;
using TypedSessions.Generator.Diagnostics.Shape;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Shape;

/// <summary>Tests with shape files.</summary>
internal static class ShapeFiles
{
    public static AnalyzerTest WithShape(this AnalyzerTest test, string shipped, string? unshipped = null)
        => test with { BuildProperties = Create(shipped, unshipped) };

    public static ImmutableDictionary<string, string> Create(string shipped, string? unshipped = null)
    {
        var files = ImmutableDictionary<string, string>.Empty.Add(RecordedShape.ShippedName, shipped);
        return unshipped is null ? files : files.Add(RecordedShape.UnshippedName, unshipped);
    }
}
