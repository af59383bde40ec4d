using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

internal enum DefaultKind
{
    /// <summary><see langword="null"/> or zero: nothing has to be written.</summary>
    Zero,

    /// <summary>One value for all, which cannot change.</summary>
    Value,

    /// <summary>A new value each time.</summary>
    Factory,

    /// <summary>The attribute's constant does not convert to the type.</summary>
    Misfit,

    /// <summary>There is none.</summary>
    Missing,
}

/// <summary>What a property reads as while its key is absent.</summary>
/// <param name="Kind">What sort of default it is.</param>
/// <param name="Expression">The C# expression of a value or a new value.</param>
internal readonly record struct DefaultValue(DefaultKind Kind, string Expression = "")
{
    private static readonly DefaultValue Zero = new(DefaultKind.Zero);
    private static readonly DefaultValue Missing = new(DefaultKind.Missing);

    /// <param name="property">A property whose type can be stored.</param>
    /// <param name="attribute">Its attribute.</param>
    public static DefaultValue From(IPropertySymbol property, AttributeData? attribute)
        => SessionAttributes.Default(attribute) is { } constant ? Given(property.Type.WithoutNullable(), constant)
            : CanBeNull(property.Type) ? Zero
            : Implied(property);

    private static DefaultValue Given(ITypeSymbol type, TypedConstant constant)
        => ConstantConversion.Convert(constant, type) is { } expression ? new(DefaultKind.Value, expression) : new(DefaultKind.Misfit);

    // A reference type without annotation comes from code without nullability, where it can be null. A collection is empty there, too.
    private static bool CanBeNull(ITypeSymbol type)
        => type.NullableAnnotation == NullableAnnotation.Annotated
            || (type is { IsValueType: false, NullableAnnotation: NullableAnnotation.None } && !IsCollection(type));

    private static bool IsCollection(ITypeSymbol type)
        => type is IArrayTypeSymbol
            || (type is INamedTypeSymbol named
                && (Collections.IsMadeFromBrackets(named) || Collections.IsImmutableDictionary(named)
                    || Collections.ClassBehind(named) is not null || Collections.IsClass(named)));

    private static DefaultValue Implied(IPropertySymbol property)
        => property.Type switch
        {
            { SpecialType: SpecialType.System_String } => Value("\"\""),
            IArrayTypeSymbol => New("[]"),
            INamedTypeSymbol named when Collections.IsMadeFromBrackets(named) => named.ContainingNamespace.Is(Collections.Immutable)
                ? Value("[]")
                : New("[]"),
            INamedTypeSymbol named when Collections.IsImmutableDictionary(named) => Value(EmptyDictionary(named)),
            { IsValueType: true } => Zero,
            ITypeParameterSymbol parameter => parameter.HasConstructorConstraint ? New("new()") : Missing,
            INamedTypeSymbol named when Collections.ClassBehind(named) is { } name => New(
                $"new {TypeNames.WithArgumentsOf(named, Collections.Generic, name)}()"),
            INamedTypeSymbol named when Collections.IsClass(named) => New("new()"),
            INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } named
                when Scalars.GetCodec(named) is null
                    && Construction.Check(named, property.ContainingAssembly) == ConstructionProblem.None => New("new()"),
            _ => Missing,
        };

    private static string EmptyDictionary(INamedTypeSymbol type)
    {
        var name = type.Name == "IImmutableDictionary" ? "ImmutableDictionary" : type.Name;
        return TypeNames.WithArgumentsOf(type, Collections.Immutable, name) + ".Empty";
    }

    private static DefaultValue Value(string expression) => new(DefaultKind.Value, expression);

    private static DefaultValue New(string expression) => new(DefaultKind.Factory, expression);
}
