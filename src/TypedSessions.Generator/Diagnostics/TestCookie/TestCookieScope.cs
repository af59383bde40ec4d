using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>The code of a type that uses the test cookie.</summary>
internal sealed class TestCookieScope
{
    private readonly List<TestCookieBody> _bodies = [];

    public TestCookieScope(IEnumerable<MemberCode> members, SessionTypes types)
    {
        var functions = new TestCookieFunctions(types);
        foreach (var member in members)
        {
            _bodies.AddRange(member.Graphs.Select(graph => new TestCookieBody(graph, member, functions)));
        }

        _bodies.ForEach(functions.Add);
    }

    /// <summary>Returns the tests that certainly follow a call that sets the cookie, with that call.</summary>
    public IEnumerable<(SyntaxNode Test, SyntaxNode Set)> FindEarlyTests()
    {
        foreach (var body in _bodies)
        {
            var (sets, tests) = (
                body.GetSteps(TestCookieNames.Set, isCertain: true), body.GetSteps(TestCookieNames.Test, isCertain: false));
            foreach (var test in tests)
            {
                if (body.FindSetBefore(test, sets, tests) is { } set)
                {
                    yield return (test.Syntax, set.Syntax);
                }
            }
        }
    }

    /// <summary>Returns the deletions of a cookie that this request has set, or that nothing in the type tests.</summary>
    public IEnumerable<(SyntaxNode Deletion, bool IsSetBefore)> FindUntestedDeletions(bool isTestedSomewhere)
    {
        foreach (var body in _bodies)
        {
            var (sets, tests) = (
                body.GetSteps(TestCookieNames.Set, isCertain: true), body.GetSteps(TestCookieNames.Test, isCertain: false));
            var deletions = body.GetOwnSteps(TestCookieNames.Delete);
            foreach (var deletion in deletions)
            {
                var isSetBefore = body.FindSetBefore(deletion, sets, deletions) is not null;
                if (!tests.Any(test => test.Target.IsSameSession(deletion.Target))
                    && (isSetBefore || (!isTestedSomewhere && !body.PassesOnOrEndsSession)))
                {
                    yield return (deletion.Syntax, isSetBefore);
                }
            }
        }
    }
}
