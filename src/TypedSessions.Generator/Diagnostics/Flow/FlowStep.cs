using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>An operation on a session or a response.</summary>
/// <param name="Point">The position at which it executes.</param>
/// <param name="Target">The session or response.</param>
/// <param name="Syntax">The syntax.</param>
internal sealed record FlowStep(FlowPoint Point, MemberChain Target, SyntaxNode Syntax);
