using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Reads partial properties that cannot be kept in the session. Without an
/// implementation the compiler stops before the analyzers report why.
/// </summary>
internal static class UnusableProperties
{
    /// <summary>Returns whether the compiler demands an implementation of a property.</summary>
    public static bool LacksImplementation(IPropertySymbol property)
        => property is { IsPartialDefinition: true, PartialImplementationPart: null };

    /// <summary>Returns the session properties of a class that lack an implementation.</summary>
    public static IEnumerable<IPropertySymbol> Find(INamedTypeSymbol type)
        => type.GetMembers().OfType<IPropertySymbol>()
            .Where(static property => SessionAttributes.OfProperty(property) is not null && LacksImplementation(property));

    /// <summary>Reads the session properties of a class that lack an implementation.</summary>
    public static EquatableArray<UnusableProperty> Parse(INamedTypeSymbol type, CancellationToken cancellation)
        => new([.. Find(type).Select(property => Parse(property, cancellation))]);

    public static UnusableProperty Parse(IPropertySymbol property, CancellationToken cancellation)
    {
        var syntax = property.DeclaringSyntaxReferences[0].GetSyntax(cancellation) as BasePropertyDeclarationSyntax;
        var name = property.IsIndexer
            ? $"this[{string.Join(", ", property.Parameters.Select(Parameter))}]"
            : Identifiers.Escape(property.Name);
        return new(
            $"{PropertyParser.Modifiers(syntax?.Modifiers)} {Reference(property)}{TypeNames.Declared(property.Type)} {name}",
            Accessors(syntax));
    }

    private static string Reference(IPropertySymbol property) => property.RefKind switch
    {
        RefKind.Ref => "ref ",
        RefKind.RefReadOnly => "ref readonly ",
        _ => "",
    };

    private static string Parameter(IParameterSymbol parameter)
        => (parameter.IsParams ? "params " : "")
            + (parameter.RefKind == RefKind.In ? "in " : "")
            + $"{TypeNames.Declared(parameter.Type)} {Identifiers.Escape(parameter.Name)}";

    private static EquatableArray<string> Accessors(BasePropertyDeclarationSyntax? property)
        => new([.. (property?.AccessorList?.Accessors ?? default)
            .Select(static accessor => string.Join(" ", accessor.Modifiers.Append(accessor.Keyword).Select(static token => token.Text)))]);
}
