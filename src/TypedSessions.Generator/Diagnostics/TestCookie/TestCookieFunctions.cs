using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>The methods and local functions of a type, by which its other methods may set and test.</summary>
internal sealed class TestCookieFunctions(SessionTypes types)
{
    // A helper of a helper of a helper; and functions may call each other in a circle.
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

    /// <summary>Whether the code of a function is known. What an override does is not.</summary>
    public bool Knows(IMethodSymbol function)
        => !function.IsVirtual && !function.IsAbstract && !function.IsOverride && _bodies.ContainsKey(function.OriginalDefinition);

    /// <summary>
    /// What a function does; nothing when it begins another pretended request, of which nobody knows what it brings back.
    /// </summary>
    public IEnumerable<TestCookieEffect> GetEffects(IMethodSymbol function, int depth)
    {
        if (depth == MaxDepth
            || !Knows(function)
            || _bodies[function.OriginalDefinition] is not { } body
            || body.Breaks(depth + 1).Count > 0)
        {
            return [];
        }

        return body.Effects(depth + 1);
    }

    /// <summary>Whether a function ends a pretended request, or hands the session to code that may.</summary>
    public bool Breaks(IMethodSymbol function, int depth)
        => depth < MaxDepth && Knows(function) && _bodies[function.OriginalDefinition].Breaks(depth + 1).Count > 0;
}
