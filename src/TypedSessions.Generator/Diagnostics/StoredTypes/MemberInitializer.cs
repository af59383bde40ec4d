using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>Analyzes the initializer of a member that nothing else sets: <c>public string Kind { get; } = "shop";</c></summary>
internal static class MemberInitializer
{
    /// <summary>Returns whether the initializer gives each instance the same value.</summary>
    public static bool MakesSameValue(ISymbol member)
        => Find(member) is { } value
            && !value.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(static name => IsUnique(name.Identifier.ValueText));

    private static bool IsUnique(string name)
        => name is "NewGuid" or "CreateVersion7" or "Now" or "UtcNow" or "Today" or "GetUtcNow" or "Random";

    private static ExpressionSyntax? Find(ISymbol member)
        => member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            _ => null,
        };
}
