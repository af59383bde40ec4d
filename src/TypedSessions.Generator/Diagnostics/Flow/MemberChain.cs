using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>
/// The path by which code accesses an object: from a variable, an instance or a type, through fields and properties, as in
/// <c>context.Session</c>.
/// </summary>
/// <param name="Root">The local or parameter at the start, or the type of <c>this</c>; <see langword="null"/> for a static member.</param>
/// <param name="Members">The fields and properties, from left to right.</param>
internal sealed record MemberChain(ISymbol? Root, ImmutableArray<ISymbol> Members)
{
    /// <summary>
    /// Gets a value indicating whether the chain ends with a <c>Session</c> property of ASP.NET Core: the request's session.
    /// </summary>
    public bool IsRequestSession
        => !Members.IsEmpty
            && Members[Members.Length - 1] is IPropertySymbol { Name: "Session" } last
            && last.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);

    /// <summary>
    /// Returns whether both chains lead to the same session. A body serves one request, so <c>HttpContext.Session</c> and
    /// <c>context.Session</c> do.
    /// </summary>
    public bool IsSameSession(MemberChain other)
        => IsSameObject(other) || (IsRequestSession && other.IsRequestSession && !MayBeOtherRequest(other));

    private bool IsSameObject(MemberChain other)
        => SymbolEqualityComparer.Default.Equals(Root, other.Root) && Members.SequenceEqual(other.Members, SymbolEqualityComparer.Default);

    // A local may hold any context, and two parameters of one type hold different ones.
    private bool MayBeOtherRequest(MemberChain other)
        => Root is ILocalSymbol || other.Root is ILocalSymbol
            || (Root is IParameterSymbol one
                && other.Root is IParameterSymbol two
                && SymbolEqualityComparer.Default.Equals(one.Type, two.Type));
}
