using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>Something that code does to a session or to a response.</summary>
/// <param name="Point">Where it is executed.</param>
/// <param name="Target">What it is done to.</param>
/// <param name="Syntax">How it is written.</param>
internal sealed record FlowStep(FlowPoint Point, MemberChain Target, SyntaxNode Syntax);
