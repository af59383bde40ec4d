using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>The code of a type that is about the test cookie.</summary>
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

    /// <summary>The tests that certainly come after a call that sets, each with that call.</summary>
    public IEnumerable<(SyntaxNode Test, SyntaxNode Set)> TestedTooEarly()
    {
        foreach (var body in _bodies)
        {
            var (sets, tests) = (body.Steps(TestCookieNames.Set, isCertain: true), body.Steps(TestCookieNames.Test, isCertain: false));
            foreach (var test in tests)
            {
                if (body.SetBefore(test, sets, tests) is { } set)
                {
                    yield return (test.Syntax, set.Syntax);
                }
            }
        }
    }

    /// <summary>The deletions of a mark that this request has set, or that nobody in the type ever looks at.</summary>
    public IEnumerable<(SyntaxNode Deletion, bool IsSetBefore)> DeletedUntested(bool isTestedSomewhere)
    {
        foreach (var body in _bodies)
        {
            var (sets, tests) = (body.Steps(TestCookieNames.Set, isCertain: true), body.Steps(TestCookieNames.Test, isCertain: false));
            var deletions = body.OwnSteps(TestCookieNames.Delete);
            foreach (var deletion in deletions)
            {
                var isSetBefore = body.SetBefore(deletion, sets, deletions) is not null;
                if (!tests.Any(test => test.Target.IsSameSession(deletion.Target))
                    && (isSetBefore || (!isTestedSomewhere && !body.HandsOverOrEnds)))
                {
                    yield return (deletion.Syntax, isSetBefore);
                }
            }
        }
    }
}
