using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Lifetime;

/// <summary>The members that the library adds to every session.</summary>
internal static class SessionMembers
{
    /// <summary>Whether they can be written at a place, where the namespace is in use: that of a model is not enough.</summary>
    public static bool AreKnown(FixPlace place, int position)
        => place.Model.LookupNamespacesAndTypes(position, name: "TypedSessionExtensions")
            .Any(static type => type.ContainingNamespace.ToDisplayString() == KnownNames.HttpNamespace);
}
