using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>
/// Searches the cached outputs of the pipeline for objects of the compiler, which keep compilations in memory and are never equal.
/// </summary>
internal static class ModelGraph
{
    public static void AssertFreeOfRoslyn(IEnumerable<object?> roots)
    {
        var visited = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var root in roots)
        {
            Visit(root, root?.GetType().Name ?? "", visited);
        }
    }

    private static void Visit(object? node, string path, HashSet<object> visited)
    {
        if (node is null || !visited.Add(node))
        {
            return;
        }

        Assert.False(
            node is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or SemanticModel or Compilation or Location or AttributeData,
            $"{path} is a {node.GetType()}");

        if (node is string || node.GetType() is { IsPrimitive: true } or { IsEnum: true })
        {
            return;
        }

        if (node is IEnumerable items)
        {
            foreach (var item in items)
            {
                Visit(item, path + "[]", visited);
            }

            return;
        }

        foreach (var field in node.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            Visit(field.GetValue(node), $"{path}.{field.Name}", visited);
        }
    }
}
