using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Determines whether values of a type can be stored: as a scalar of the runtime library, or as JSON.</summary>
internal static class TypeRules
{
    /// <summary>Returns the first problem of a property's type, its elements and its type arguments.</summary>
    public static TypeProblem Examine(ITypeSymbol type)
        => Scalars.GetCodec(type.WithoutNullable()) is not null ? TypeProblem.None : ExaminePart(type);

    /// <summary>Returns the value type of a <c>Nullable&lt;T&gt;</c>; any other type unchanged.</summary>
    public static ITypeSymbol WithoutNullable(this ITypeSymbol type)
        => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;

    /// <summary>Returns the first problem of the type of a member or element, which can only be stored as JSON.</summary>
    public static TypeProblem ExaminePart(ITypeSymbol type)
        => type switch
        {
            { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.Dynamic } => TypeProblem.Untyped,
            { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } => TypeProblem.Pointer,
            { SpecialType: SpecialType.System_Delegate or SpecialType.System_MulticastDelegate } => TypeProblem.Delegate,
            { TypeKind: TypeKind.Error } => TypeProblem.Unknown,
            { TypeKind: TypeKind.Enum } => TypeProblem.None,
            { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => TypeProblem.Pointer,
            { TypeKind: TypeKind.Delegate } => TypeProblem.Delegate,
            { IsRefLikeType: true } or ITypeParameterSymbol { AllowsRefLikeType: true } => TypeProblem.RefStruct,
            { IsTupleType: true } => TypeProblem.Tuple,
            IArrayTypeSymbol { IsSZArray: false } => TypeProblem.MultidimensionalArray,
            IArrayTypeSymbol array => ExaminePart(array.ElementType),
            INamedTypeSymbol named => ExamineNamed(named),
            _ => TypeProblem.None,
        };

    private static TypeProblem ExamineNamed(INamedTypeSymbol type)
    {
        if (ProcessBoundTypes.Contains(type))
        {
            return TypeProblem.ProcessBound;
        }

        if (SessionAttributes.IsModel(type))
        {
            return TypeProblem.SessionModel;
        }

        if (type is { IsAbstract: true } && !Collections.IsReadableInterface(type) && !IsPolymorphicOrConverted(type))
        {
            return TypeProblem.Abstract;
        }

        if (Collections.IsDictionary(type) && !CanBeKey(type.TypeArguments[0]))
        {
            return TypeProblem.DictionaryKey;
        }

        foreach (var argument in type.TypeArguments)
        {
            if (ExaminePart(argument) is var problem and not TypeProblem.None)
            {
                return problem;
            }
        }

        return TypeProblem.None;
    }

    private static bool CanBeKey(ITypeSymbol type)
        => type is { TypeKind: TypeKind.Enum or TypeKind.TypeParameter or TypeKind.Error }
            || Scalars.GetCodec(type) is not (null or "Bytes" or "IntPtr" or "UIntPtr")
            || type.Is("System", "Version")
            || (type is INamedTypeSymbol named && IsPolymorphicOrConverted(named));

    private static bool IsPolymorphicOrConverted(INamedTypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { MetadataName: "JsonPolymorphicAttribute" or "JsonDerivedTypeAttribute" } polymorphic
                && polymorphic.ContainingNamespace.Is(KnownNames.JsonNamespace))
            {
                return true;
            }

            if (attribute.AttributeClass.IsOrDerivesFrom(KnownNames.JsonNamespace, "JsonConverterAttribute"))
            {
                return true;
            }
        }

        return type.IsOrDerivesFrom("System.Text.Json.Nodes", "JsonNode");
    }
}
