using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>
/// Decides which tests come too early. That some path leads from a call that sets to a call that tests is not enough: two conditions on the way may
/// exclude each other (<c>if (isGet) Set(); if (isPost) Test();</c>). It is certain when every path to the test sets before, or when every path from the
/// call that sets comes to the test. A loop that tests first and sets behind is left alone.
/// </summary>
internal static class TestCookieOrder
{
    public static IEnumerable<(TestCookieCall Test, TestCookieCall Set)> TestedTooEarly(TestCookieBody body)
    {
        foreach (var test in body.Tests)
        {
            var sets = body.Sets.Where(set => set.Point.IsBefore(test.Point) && set.Session.IsSameSession(test.Session)).ToArray();
            var culprit = IsSetOnEveryPathTo(test, sets, body.Graph)
                ? Array.Find(sets, set => Leads(set, test, body.Graph))
                : Array.Find(sets, set => EveryPathComesTo(test, set, body));
            if (culprit is not null)
            {
                yield return (test, culprit);
            }
        }
    }

    private static bool IsSetOnEveryPathTo(TestCookieCall test, TestCookieCall[] sets, ControlFlowGraph graph)
        => sets.Length > 0
            && !new FlowWalk(graph, [.. sets.Select(static set => set.Point), test.Point]) { AnythingCanThrow = true }.FromEntry().Met.Contains(test.Point);

    private static bool Leads(TestCookieCall set, TestCookieCall test, ControlFlowGraph graph)
        => new FlowWalk(graph, [test.Point]) { Within = Lifetime(set), AnythingCanThrow = true }.After(set.Point).Met.Count > 0;

    private static bool EveryPathComesTo(TestCookieCall test, TestCookieCall set, TestCookieBody body)
    {
        var tests = body.Tests.Where(other => set.Point.IsBefore(other.Point) && set.Session.IsSameSession(other.Session)).Select(static other => other.Point);
        var walk = new FlowWalk(body.Graph, [.. tests]) { Within = Lifetime(set) }.After(set.Point);
        return !walk.Left && walk.Met.Contains(test.Point);
    }

    // The region of the local that the session is reached by. Each iteration of a loop has its own.
    private static ControlFlowRegion? Lifetime(TestCookieCall call)
    {
        var region = call.Session.Root is ILocalSymbol ? call.Point.Block.EnclosingRegion : null;
        while (region is not null && !region.Locals.Contains(call.Session.Root, SymbolEqualityComparer.Default))
        {
            region = region.EnclosingRegion;
        }

        return region;
    }
}
