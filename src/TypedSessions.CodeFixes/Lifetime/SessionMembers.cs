using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Lifetime;

/// <summary>Checks the scope of the members that the library adds to sessions.</summary>
internal static class SessionMembers
{
    /// <summary>Returns whether the namespace of the extensions is imported at a position.</summary>
    public static bool AreInScope(FixContext context, int position)
        => context.Model.LookupNamespacesAndTypes(position, name: "TypedSessionExtensions")
            .Any(static type => type.ContainingNamespace.ToDisplayString() == KnownNames.HttpNamespace);
}
