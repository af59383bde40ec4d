using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

internal enum DefaultKind
{
    /// <summary><see langword="null"/> or zero, which needs no expression.</summary>
    Zero,

    /// <summary>A shared immutable value.</summary>
    Value,

    /// <summary>A new value each time.</summary>
    Factory,

    /// <summary>The attribute's constant does not convert to the type.</summary>
    NotConvertible,

    /// <summary>The property has no default.</summary>
    Missing,
}

/// <summary>The value of a property while its key is absent.</summary>
/// <param name="Kind">The kind of default.</param>
/// <param name="Expression">The C# expression of the value.</param>
internal readonly record struct DefaultValue(DefaultKind Kind, string Expression = "")
{
    private static readonly DefaultValue Zero = new(DefaultKind.Zero);
    private static readonly DefaultValue Missing = new(DefaultKind.Missing);

    /// <param name="property">A property whose type can be stored.</param>
    /// <param name="attribute">Its attribute.</param>
    public static DefaultValue From(IPropertySymbol property, AttributeData? attribute)
        => SessionAttributes.GetDefault(attribute) is { } constant ? FromAttribute(property.ValueType().WithoutNullable(), constant)
            : CanBeNull(property.ValueType()) ? Zero
            : FromType(property);

    private static DefaultValue FromAttribute(ITypeSymbol type, TypedConstant constant)
        => ConstantConversion.Convert(constant, type) is { } expression
            ? new(DefaultKind.Value, expression)
            : new(DefaultKind.NotConvertible);

    // Without nullable annotations a reference type can be null. Collections are empty anyway.
    private static bool CanBeNull(ITypeSymbol type)
        => type.NullableAnnotation == NullableAnnotation.Annotated
            || (type is { IsValueType: false, NullableAnnotation: NullableAnnotation.None } && !IsCollection(type));

    private static bool IsCollection(ITypeSymbol type)
        => type is IArrayTypeSymbol
            || (type is INamedTypeSymbol named
                && (Collections.SupportsCollectionExpression(named) || Collections.IsImmutableDictionary(named)
                    || Collections.GetImplementation(named) is not null || Collections.IsCollectionClass(named)));

    private static DefaultValue FromType(IPropertySymbol property)
        => property.ValueType() switch
        {
            { SpecialType: SpecialType.System_String } => Value("\"\""),
            IArrayTypeSymbol => New("[]"),
            INamedTypeSymbol named when Collections.SupportsCollectionExpression(named)
                => named.ContainingNamespace.Is(Collections.Immutable)
                ? Value("[]")
                : New("[]"),
            INamedTypeSymbol named when Collections.IsImmutableDictionary(named) => Value(GetEmptyDictionary(named)),
            { IsValueType: true } => Zero,
            ITypeParameterSymbol parameter => parameter.HasConstructorConstraint ? New("new()") : Missing,
            INamedTypeSymbol named when Collections.GetImplementation(named) is { } name => New(
                $"new {TypeNames.WithTypeArguments(named, Collections.Generic, name)}()"),
            INamedTypeSymbol named when Collections.IsCollectionClass(named) => New("new()"),
            INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } named
                when Scalars.GetCodec(named) is null
                    && Construction.Check(named, property.ContainingAssembly) == ConstructionProblem.None => New("new()"),
            _ => Missing,
        };

    private static string GetEmptyDictionary(INamedTypeSymbol type)
    {
        var name = type.Name == "IImmutableDictionary" ? "ImmutableDictionary" : type.Name;
        return TypeNames.WithTypeArguments(type, Collections.Immutable, name) + ".Empty";
    }

    private static DefaultValue Value(string expression) => new(DefaultKind.Value, expression);

    private static DefaultValue New(string expression) => new(DefaultKind.Factory, expression);
}
