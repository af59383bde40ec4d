using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>The constructor with which JSON creates the values of a type, and the members it sets.</summary>
internal sealed class JsonConstructor(IMethodSymbol method)
{
    private HashSet<string>? _assigned;

    /// <summary>Returns the constructor of a type; <see langword="null"/> if there is none or no unique one.</summary>
    public static JsonConstructor? Find(INamedTypeSymbol type)
    {
        var marked = type.InstanceConstructors.FirstOrDefault(static constructor
            => constructor.Attribute(KnownNames.JsonNamespace, "JsonConstructorAttribute") is not null);
        var open = type.InstanceConstructors.Where(static constructor => constructor.DeclaredAccessibility is Accessibility.Public)
            .ToArray();
        var found = marked
            ?? Array.Find(open, static constructor => constructor.Parameters.IsEmpty)
            ?? (open.Length == 1 ? open[0] : null);
        return found is null ? null : new(found);
    }

    /// <summary>Returns a parameter that matches no property or field of the type.</summary>
    public IParameterSymbol? FindUnbound(INamedTypeSymbol type)
        => method.Parameters.FirstOrDefault(parameter => !AllMembers(type).Any(member => Binds(parameter, member)));

    /// <summary>Returns whether the constructor restores the value of a member, from its parameters or from constants.</summary>
    public bool Restores(ISymbol member)
        => method.Parameters.Any(parameter => Binds(parameter, member)) || Assigned.Contains(member.Name);

    private HashSet<string> Assigned => _assigned ??= FindAssigned();

    private static bool Binds(IParameterSymbol parameter, ISymbol member)
        => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase)
            && SymbolEqualityComparer.Default.Equals(parameter.Type, (member as IPropertySymbol)?.Type ?? (member as IFieldSymbol)?.Type);

    private static IEnumerable<ISymbol> AllMembers(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is { IsStatic: false } and (IPropertySymbol or IFieldSymbol))
                {
                    yield return member;
                }
            }
        }
    }

    private HashSet<string> FindAssigned()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var targets = reference.GetSyntax() is ConstructorDeclarationSyntax constructor
                ? constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>().Select(static assignment => assignment.Left)
                : [];
            names.UnionWith(targets.SelectMany(static target => target.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
                .Select(static name => name.Identifier.ValueText));
        }

        return names;
    }
}
