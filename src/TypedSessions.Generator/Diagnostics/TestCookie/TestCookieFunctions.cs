using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>The methods and local functions of a type that may set and test for its other methods.</summary>
internal sealed class TestCookieFunctions(SessionTypes types)
{
    // Limits nested helpers and recursion.
    private const int MaxDepth = 3;

    private readonly Dictionary<ISymbol, TestCookieBody> _bodies = new(SymbolEqualityComparer.Default);

    public SessionTypes Types => types;

    public void Add(TestCookieBody body)
    {
        if (body.Function is { } function)
        {
            _bodies[function] = body;
        }
    }

    /// <summary>Returns whether the body of a function is known. Overrides may differ.</summary>
    public bool HasBody(IMethodSymbol function)
        => !function.IsVirtual && !function.IsAbstract && !function.IsOverride && _bodies.ContainsKey(function.OriginalDefinition);

    /// <summary>Returns the effects of a function; empty if it starts another request, whose cookies are unknown.</summary>
    public IEnumerable<TestCookieEffect> GetEffects(IMethodSymbol function, int depth)
    {
        if (depth == MaxDepth
            || !HasBody(function)
            || _bodies[function.OriginalDefinition] is not { } body
            || body.GetRequestBoundaries(depth + 1).Count > 0)
        {
            return [];
        }

        return body.GetEffects(depth + 1);
    }

    /// <summary>Returns whether a function ends the request, or passes the session to code that may.</summary>
    public bool HasRequestBoundary(IMethodSymbol function, int depth)
        => depth < MaxDepth && HasBody(function) && _bodies[function.OriginalDefinition].GetRequestBoundaries(depth + 1).Count > 0;
}
