using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>The types of the runtime library as one compilation sees them, looked up once.</summary>
/// <param name="Session"><c>ITypedSession</c>.</param>
/// <param name="Extensions">The class with the same members for every <c>ISession</c>.</param>
internal sealed record LibraryTypes(INamedTypeSymbol? Session, INamedTypeSymbol? Extensions)
{
    // All analyzers ask for the same.
    private static readonly ConditionalWeakTable<Compilation, Answer> Answers = new();

    /// <returns>Nothing where the library is not referenced, or referenced and never used.</returns>
    public static LibraryTypes? From(Compilation compilation) => Answers.GetValue(compilation, static it => new Answer(Find(it))).Types;

    private static LibraryTypes? Find(Compilation compilation)
        => compilation.GetTypeByMetadataName(KnownNames.ModelAttributeFullName) is not null && LibraryUse.IsIn(compilation)
            ? new(
                compilation.GetTypeByMetadataName(KnownNames.Namespace + ".ITypedSession"),
                compilation.GetTypeByMetadataName(KnownNames.HttpNamespace + ".TypedSessionExtensions"))
            : null;

    /// <summary>
    /// Whether a member is a session's: of the interface, of a type that implements it, or an extension in any of its compiled forms.
    /// </summary>
    public bool IsSessionMember(ISymbol member)
    {
        // An extension member sits in a nameless type inside of the static class; its compiled form in the class itself.
        for (var type = member.ContainingType; type is not null; type = type.ContainingType)
        {
            if (Is(type, Extensions))
            {
                return true;
            }
        }

        return Is(member.ContainingType, Session) || Implements(member.ContainingType);
    }

    private bool Implements(INamedTypeSymbol? type)
    {
        if (type is not null)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (Is(implemented, Session))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Is(INamedTypeSymbol? type, INamedTypeSymbol? known)
        => known is not null && SymbolEqualityComparer.Default.Equals(type, known);

    private sealed class Answer(LibraryTypes? types)
    {
        public LibraryTypes? Types => types;
    }
}
