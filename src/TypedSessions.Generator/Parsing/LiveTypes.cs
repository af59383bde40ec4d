using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Types whose instances live in a process or a request and hold no data that could be stored.</summary>
internal static class LiveTypes
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "System.Type",
        "System.Reflection.MemberInfo",
        "System.Reflection.Assembly",
        "System.Reflection.Module",
        "System.IO.Stream",
        "System.IO.TextReader",
        "System.IO.TextWriter",
        "System.Linq.IQueryable",
        "System.Linq.IQueryable`1",
        "System.Linq.Expressions.Expression",
        "System.Collections.Generic.IAsyncEnumerable`1",
        "System.Threading.CancellationToken",
        "System.Threading.Tasks.Task",
        "System.Threading.Tasks.ValueTask",
        "System.Threading.Tasks.ValueTask`1",
        "Microsoft.AspNetCore.Http.HttpContext",
        "Microsoft.AspNetCore.Http.HttpRequest",
        "Microsoft.AspNetCore.Http.HttpResponse",
        "Microsoft.AspNetCore.Http.ISession",
        "TypedSessions.ITypedSession",
    };

    private static readonly HashSet<string> ShortNames = new(
        Names.Select(static name => name.Substring(name.LastIndexOf('.') + 1)), StringComparer.Ordinal);

    /// <summary>Whether a type is one of these or derives from one.</summary>
    public static bool Contain(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            // The short name decides nearly always, and costs nothing.
            if (ShortNames.Contains(current.MetadataName)
                && Names.Contains(current.ContainingNamespace.ToDisplayString() + "." + current.MetadataName))
            {
                return true;
            }
        }

        return false;
    }
}
