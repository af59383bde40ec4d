using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Reads partial properties that cannot be kept in the session. They need an implementation, because otherwise the compiler stops before
/// the analyzers report the reason.
/// </summary>
internal static class UnusableProperties
{
    /// <summary>Returns whether a property requires an implementation.</summary>
    public static bool LacksImplementation(IPropertySymbol property)
        => property is { IsPartialDefinition: true, PartialImplementationPart: null };

    /// <summary>Returns the session properties of a class that lack an implementation.</summary>
    public static IEnumerable<IPropertySymbol> Find(INamedTypeSymbol type)
        => type.GetMembers().OfType<IPropertySymbol>()
            .Where(static property => SessionAttributes.FindPropertyAttribute(property) is not null && LacksImplementation(property));

    /// <summary>Reads the session properties of a class that lack an implementation.</summary>
    public static EquatableArray<UnusableProperty> Parse(INamedTypeSymbol type, CancellationToken cancellationToken)
        => new([.. Find(type).Select(property => Parse(property, cancellationToken))]);

    public static UnusableProperty Parse(IPropertySymbol property, CancellationToken cancellationToken)
    {
        var syntax = property.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) as BasePropertyDeclarationSyntax;
        var name = property.IsIndexer
            ? $"this[{string.Join(", ", property.Parameters.Select(GetParameter))}]"
            : Identifiers.Escape(property.Name);
        return new(
            $"{PropertyParser.GetModifiers(syntax?.Modifiers)} {GetRefModifier(property)}{TypeNames.GetDeclared(property.Type)} {name}",
            GetAccessors(syntax));
    }

    private static string GetRefModifier(IPropertySymbol property) => property.RefKind switch
    {
        RefKind.Ref => "ref ",
        RefKind.RefReadOnly => "ref readonly ",
        _ => "",
    };

    private static string GetParameter(IParameterSymbol parameter)
        => (parameter.IsParams ? "params " : "")
            + (parameter.RefKind == RefKind.In ? "in " : "")
            + $"{TypeNames.GetDeclared(parameter.Type)} {Identifiers.Escape(parameter.Name)}";

    private static EquatableArray<string> GetAccessors(BasePropertyDeclarationSyntax? property)
        => new([.. (property?.AccessorList?.Accessors ?? default)
            .Select(static accessor => string.Join(" ", accessor.Modifiers.Append(accessor.Keyword).Select(static token => token.Text)))]);
}
