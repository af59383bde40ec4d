using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Finds the methods of a project that implement or override a method.</summary>
internal static class Implementations
{
    public static IEnumerable<IMethodSymbol> Find(IMethodSymbol method, Compilation compilation)
        => compilation.GetSymbolsWithName(method.Name, SymbolFilter.Member).OfType<IMethodSymbol>().Where(
            candidate => !candidate.IsAbstract && IsImplementation(candidate, method));

    private static bool IsImplementation(IMethodSymbol candidate, IMethodSymbol method)
    {
        if (method.ContainingType.TypeKind == TypeKind.Interface)
        {
            return candidate.Parameters.Length == method.Parameters.Length
                && candidate.ContainingType.AllInterfaces.Any(
                    type => SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, method.ContainingType));
        }

        for (var one = candidate; one is not null; one = one.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, method))
            {
                return true;
            }
        }

        return false;
    }
}
