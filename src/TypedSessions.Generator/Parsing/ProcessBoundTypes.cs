using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Lists types whose instances belong to a process or a request and hold no storable data.</summary>
internal static class ProcessBoundTypes
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
        "TypedSessions.SessionMap`2",
    };

    private static readonly HashSet<string> ShortNames = new(
        Names.Select(static name => name.Substring(name.LastIndexOf('.') + 1)), StringComparer.Ordinal);

    /// <summary>Returns whether a type is one of these or derives from one.</summary>
    public static bool Contains(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            // Comparing the short name first is cheap and almost always enough.
            if (ShortNames.Contains(current.MetadataName)
                && Names.Contains(current.ContainingNamespace.ToDisplayString() + "." + current.MetadataName))
            {
                return true;
            }
        }

        return false;
    }
}
