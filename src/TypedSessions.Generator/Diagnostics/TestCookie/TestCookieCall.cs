using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>A call that sets or tests the test cookie.</summary>
/// <param name="Point">Where it is executed.</param>
/// <param name="Session">The session it is called on.</param>
/// <param name="Place">Where it is written.</param>
internal sealed record TestCookieCall(FlowPoint Point, MemberChain Session, Location Place);

/// <summary>The calls in one body.</summary>
internal sealed record TestCookieBody(ControlFlowGraph Graph, IReadOnlyList<TestCookieCall> Sets, IReadOnlyList<TestCookieCall> Tests);
