using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>
/// How code gets at an object: from a variable, an instance or a type, along fields and properties. <c>context.Session</c>.
/// </summary>
/// <param name="Root">
/// The local or parameter it starts from, or the type of <c>this</c>; nothing when it starts from a static member.
/// </param>
/// <param name="Members">The fields and properties, from left to right.</param>
internal sealed record MemberChain(ISymbol? Root, ImmutableArray<ISymbol> Members)
{
    /// <summary>Whether it ends in a <c>Session</c> of ASP.NET Core: that of the request.</summary>
    public bool IsSessionOfRequest
        => !Members.IsEmpty
            && Members[Members.Length - 1] is IPropertySymbol { Name: "Session" } last
            && last.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);

    /// <summary>
    /// Whether both lead to one session. A body serves one request, so <c>HttpContext.Session</c> and <c>context.Session</c> do.
    /// </summary>
    public bool IsSameSession(MemberChain other)
        => IsSameObject(other) || (IsSessionOfRequest && other.IsSessionOfRequest && !MayBeOtherRequest(other));

    private bool IsSameObject(MemberChain other)
        => SymbolEqualityComparer.Default.Equals(Root, other.Root) && Members.SequenceEqual(other.Members, SymbolEqualityComparer.Default);

    // A local that came from anywhere may hold any context, and two parameters of one type hold two.
    private bool MayBeOtherRequest(MemberChain other)
        => Root is ILocalSymbol || other.Root is ILocalSymbol
            || (Root is IParameterSymbol one
                && other.Root is IParameterSymbol two
                && SymbolEqualityComparer.Default.Equals(one.Type, two.Type));
}
