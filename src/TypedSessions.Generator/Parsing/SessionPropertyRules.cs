using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Determines whether a property can be kept in the session. Shared by the generator and the analyzers, so that they agree.
/// </summary>
internal static class SessionPropertyRules
{
    /// <summary>Returns the first problem of a property with the attribute.</summary>
    public static PropertyProblem Examine(IPropertySymbol property)
        => Examine(property, SessionAttributes.FindPropertyAttribute(property), out _);

    /// <param name="property">The property.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="defaultValue">The default value, if there is no problem.</param>
    public static PropertyProblem Examine(IPropertySymbol property, AttributeData? attribute, out DefaultValue defaultValue)
    {
        defaultValue = default;
        var problem = ExamineShape(property);
        if (problem == PropertyProblem.None && SessionMaps.Examine(property, attribute) != MapProblem.None)
        {
            problem = PropertyProblem.MapDoesNotFit;
        }

        if (problem == PropertyProblem.None)
        {
            problem = SessionAttributes.GetCodec(attribute) is { } codec
                ? ExamineCodec(codec, property)
                : ExamineType(property.ValueType());
        }

        if (problem == PropertyProblem.None && !MergeRules.IsValid(property, attribute))
        {
            problem = PropertyProblem.MergeDoesNotFit;
        }

        if (problem == PropertyProblem.None && FormerKeys.Examine(property, attribute) != ConversionProblem.None)
        {
            problem = PropertyProblem.ConversionDoesNotFit;
        }

        if (problem != PropertyProblem.None)
        {
            return problem;
        }

        defaultValue = DefaultValue.From(property, attribute);
        return ExamineDefault(defaultValue);
    }

    private static PropertyProblem ExamineCodec(ITypeSymbol codec, IPropertySymbol property)
        => codec.TypeKind == TypeKind.Error || property.ValueType().TypeKind == TypeKind.Error ? PropertyProblem.UnknownType
            : CodecRules.Examine(codec, property) == CodecProblem.None ? PropertyProblem.None
            : PropertyProblem.CodecDoesNotFit;

    private static PropertyProblem ExamineType(ITypeSymbol type)
        => TypeRules.Examine(type) switch
        {
            TypeProblem.None => PropertyProblem.None,
            TypeProblem.Unknown => PropertyProblem.UnknownType,
            _ => PropertyProblem.UnsupportedType,
        };

    private static PropertyProblem ExamineShape(IPropertySymbol property)
        => property switch
        {
            { IsStatic: true } => PropertyProblem.Static,
            { IsIndexer: true } => PropertyProblem.Indexer,
            { RefKind: not RefKind.None } => PropertyProblem.ByReference,
            { GetMethod: null } => PropertyProblem.NoGetter,
            { SetMethod.IsInitOnly: true } => PropertyProblem.InitAccessor,
            { IsRequired: true } => PropertyProblem.Required,
            // Incomplete code: 'public partial List<' parses as a property of a type named 'partial'.
            { Type: IErrorTypeSymbol { Name: "partial" } } => PropertyProblem.UnknownType,
            { IsPartialDefinition: false } => PropertyProblem.NotPartial,
            _ => PropertyProblem.None,
        };

    private static PropertyProblem ExamineDefault(DefaultValue value)
        => value.Kind switch
        {
            DefaultKind.NotConvertible => PropertyProblem.DefaultDoesNotFit,
            DefaultKind.Missing => PropertyProblem.NoDefault,
            _ => PropertyProblem.None,
        };
}
