using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Decides whether a property can be kept in the session. The generator and the analyzers ask the same question, so they never disagree.</summary>
internal static class SessionPropertyRules
{
    /// <summary>The first problem of a property that carries the attribute.</summary>
    public static PropertyProblem Examine(IPropertySymbol property)
    {
        var problem = ExamineShape(property);
        if (problem != PropertyProblem.None)
        {
            return problem;
        }

        return TypeRules.Examine(property.Type) switch
        {
            TypeProblem.None => ExamineDefault(property),
            TypeProblem.Unknown => PropertyProblem.UnknownType,
            _ => PropertyProblem.UnsupportedType,
        };
    }

    private static PropertyProblem ExamineShape(IPropertySymbol property)
        => property switch
        {
            { IsStatic: true } => PropertyProblem.Static,
            { IsIndexer: true } => PropertyProblem.Indexer,
            { RefKind: not RefKind.None } => PropertyProblem.ByReference,
            { GetMethod: null } => PropertyProblem.NoGetter,
            { SetMethod.IsInitOnly: true } => PropertyProblem.InitAccessor,
            { IsRequired: true } => PropertyProblem.Required,
            { IsPartialDefinition: false } => PropertyProblem.NotPartial,
            _ => PropertyProblem.None,
        };

    private static PropertyProblem ExamineDefault(IPropertySymbol property)
        => DefaultValue.Of(property).Kind switch
        {
            DefaultKind.Misfit => PropertyProblem.DefaultDoesNotFit,
            DefaultKind.Missing => PropertyProblem.NoDefault,
            _ => PropertyProblem.None,
        };
}
