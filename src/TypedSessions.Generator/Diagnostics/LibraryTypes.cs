using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>The types of the runtime library in one compilation, resolved once.</summary>
/// <param name="Session"><c>ITypedSession</c>.</param>
/// <param name="Extensions">The class with the same members for every <c>ISession</c>.</param>
internal sealed record LibraryTypes(INamedTypeSymbol? Session, INamedTypeSymbol? Extensions)
{
    // Shared by all analyzers.
    private static readonly ConditionalWeakTable<Compilation, CacheEntry> Cache = new();

    /// <returns>The types; <see langword="null"/> if the library is not referenced or not used.</returns>
    public static LibraryTypes? From(Compilation compilation) => Cache.GetValue(compilation, static it => new CacheEntry(Find(it))).Types;

    private static LibraryTypes? Find(Compilation compilation)
        => compilation.GetTypeByMetadataName(KnownNames.ModelAttributeFullName) is not null && LibraryUsage.IsUsed(compilation)
            ? new(
                compilation.GetTypeByMetadataName(KnownNames.Namespace + ".ITypedSession"),
                compilation.GetTypeByMetadataName(KnownNames.HttpNamespace + ".TypedSessionExtensions"))
            : null;

    /// <summary>
    /// Returns whether a member belongs to a session: to the interface, to an implementation, or to an extension in any compiled form.
    /// </summary>
    public bool IsSessionMember(ISymbol member)
    {
        // An extension member is declared in an unnamed type inside the static class; its compiled form is in the class itself.
        for (var type = member.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.Is(Extensions))
            {
                return true;
            }
        }

        return member.ContainingType.IsOrImplements(Session);
    }

    private sealed class CacheEntry(LibraryTypes? types)
    {
        public LibraryTypes? Types => types;
    }
}
