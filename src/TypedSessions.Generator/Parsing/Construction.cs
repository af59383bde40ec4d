using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

internal enum ConstructionProblem
{
    None,
    NoConstructor,
    RequiredMember,
}

/// <summary>Determines whether generated code can call <c>new()</c> on a class.</summary>
internal static class Construction
{
    /// <param name="type">A class that is not abstract.</param>
    /// <param name="from">The assembly that calls <c>new()</c>; <see langword="null"/> for calls inside the class itself.</param>
    public static ConstructionProblem Check(INamedTypeSymbol type, IAssemblySymbol? from = null)
    {
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.Parameters.IsEmpty && (from is null || IsVisible(constructor, from)))
            {
                return HasRequiredMembers(type) && !SetsRequiredMembers(constructor)
                    ? ConstructionProblem.RequiredMember
                    : ConstructionProblem.None;
            }
        }

        return ConstructionProblem.NoConstructor;
    }

    private static bool IsVisible(IMethodSymbol constructor, IAssemblySymbol from)
        => constructor.DeclaredAccessibility switch
        {
            Accessibility.Public => true,
            Accessibility.Internal or Accessibility.ProtectedOrInternal => SymbolEqualityComparer.Default.Equals(
                constructor.ContainingAssembly, from),
            _ => false,
        };

    private static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool SetsRequiredMembers(IMethodSymbol constructor)
        => constructor.Attribute("System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute") is not null;
}
