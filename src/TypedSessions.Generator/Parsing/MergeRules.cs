using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Determines how the value of a property is merged with another request's change of it.</summary>
internal static class MergeRules
{
    private const string Plan = "global::TypedSessions.SessionMergePlan.";

    /// <summary>Returns the merge mode that a property specifies.</summary>
    public static MergeMode GetMode(AttributeData? attribute)
        => attribute.Argument(KnownNames.Merge)?.Value is int mode ? (MergeMode)mode : default;

    /// <summary>Returns whether a property can have the merge mode that it specifies.</summary>
    public static bool IsValid(IPropertySymbol property, AttributeData? attribute) => GetMode(attribute) switch
    {
        MergeMode.Default or MergeMode.LastWins or MergeMode.Fail => true,
        _ when SessionAttributes.GetLifetime(attribute) != 0 => false,
        MergeMode.ThreeWay => SessionAttributes.GetCodec(attribute) is null && CreateThreeWay(property).Length > 0,
        MergeMode.Sum => Scalars.IsNumeric(property.ValueType().WithoutNullable()),
        _ => false,
    };

    /// <summary>Returns the plan as a C# expression; an empty string if the later commit replaces the value.</summary>
    /// <param name="property">A property with a valid mode.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="codec">The codec of its type without <c>Nullable</c>, as a C# expression.</param>
    public static string CreatePlan(IPropertySymbol property, AttributeData? attribute, string codec) => GetMode(attribute) switch
    {
        MergeMode.Sum => $"{Plan}Sum({codec})",
        MergeMode.Fail => Plan + "Fail",
        MergeMode.LastWins => "",
        _ => SessionAttributes.GetCodec(attribute) is null && SessionAttributes.GetLifetime(attribute) == 0 ? CreateThreeWay(property) : "",
    };

    private static string CreateThreeWay(IPropertySymbol property)
        => property.Attribute(KnownNames.JsonNamespace, KnownNames.JsonConverterAttribute) is null
            ? new MergePlans(property.ContainingAssembly, Plan).Create(property.ValueType())
            : "";
}
