using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Parsing;

/// <summary>Reads the former keys of a property, and determines whether their values can be converted.</summary>
internal static class FormerKeys
{
    /// <summary>Returns the former keys without prefix, in the order in which they are read.</summary>
    public static string[] GetAll(AttributeData? attribute) => GetStrings(attribute, KnownNames.FormerKeys);

    /// <summary>Returns the retired keys of a model without prefix.</summary>
    public static string[] GetRetired(INamedTypeSymbol model)
        => GetStrings(SessionAttributes.FindModelAttribute(model), KnownNames.RetiredKeys);

    /// <summary>Returns whether the property is written under a former key while its own is absent.</summary>
    public static bool IsKept(AttributeData? attribute) => attribute.Argument(KnownNames.KeepFormer)?.Value is true;

    /// <summary>Returns the first problem of a property.</summary>
    public static ConversionProblem Examine(IPropertySymbol property, AttributeData? attribute)
    {
        var keys = GetAll(attribute);
        if (keys.Length == 0)
        {
            return IsKept(attribute) ? ConversionProblem.NothingToKeep : ConversionProblem.None;
        }

        if (SessionAttributes.GetLifetime(attribute) != 0)
        {
            return ConversionProblem.Expires;
        }

        var conversions = Conversion.GetAll(property).ToArray();
        var problem = conversions.Select(Examine).FirstOrDefault(static problem => problem != ConversionProblem.None);
        return problem != ConversionProblem.None || !IsKept(attribute) || keys.All(key => CanKeep(key, keys, conversions))
            ? problem
            : ConversionProblem.NoDowngrade;
    }

    /// <summary>Returns the first problem of a method.</summary>
    public static ConversionProblem Examine(Conversion conversion)
    {
        var method = conversion.Method;
        if (FindProperty(conversion) is not { } property)
        {
            return ConversionProblem.UnknownProperty;
        }

        var keys = GetAll(SessionAttributes.FindPropertyAttribute(property));
        if (FindKey(conversion, keys) is not { } key)
        {
            return conversion.Key is null && keys.Length > 1 ? ConversionProblem.NoKey : ConversionProblem.UnknownKey;
        }

        if (method is not { IsStatic: true, IsGenericMethod: false, ReturnsVoid: false, RefKind: RefKind.None, Parameters.Length: 1 }
            || method.Parameters[0].RefKind != RefKind.None)
        {
            return ConversionProblem.NotAConversion;
        }

        return !IsTypeOf(property, conversion.PropertyType) ? ConversionProblem.OtherType : ExamineOthers(conversion, property, key, keys);
    }

    /// <summary>Returns the initializers of the property's description, as C# source.</summary>
    public static IEnumerable<string> CreateSettings(
        IPropertySymbol property, AttributeData? attribute, string type, string prefix, string jsonMetadata)
    {
        var keys = GetAll(attribute);
        if (keys.Length > 0)
        {
            var conversions = Conversion.GetAll(property).ToArray();
            var former = keys.Select(key => CreateKey(
                prefix + key, property, type, jsonMetadata, [.. conversions.Where(it => FindKey(it, keys) == key)]));
            yield return $"Former = [{string.Join(", ", former)}]";
        }

        if (IsKept(attribute))
        {
            yield return "KeepFormer = true";
        }
    }

    private static string CreateKey(
        string key, IPropertySymbol property, string type, string jsonMetadata, Conversion[] conversions)
    {
        if (conversions.FirstOrDefault(static it => it.IsUpgrade) is not { } upgrade)
        {
            return $"new({Literal(key)})";
        }

        var former = upgrade.FormerType.WithoutNullable().WithNullableAnnotation(NullableAnnotation.None);
        var codec = Codecs.Create(former, property.ContainingAssembly, jsonMetadata);
        var downgrade = conversions.FirstOrDefault(static it => !it.IsUpgrade) is { } it
            ? $", static value => {CreateDowngrade(it, property)}"
            : "";
        return $"new({Literal(key)}, {Codecs.Namespace}Upgrade<{TypeNames.GetDeclared(former)}, {type}>("
            + $"{codec}, static value => {GetMethod(upgrade, property)}(value){downgrade}))";
    }

    private static string CreateDowngrade(Conversion downgrade, IPropertySymbol property)
    {
        var isNullable = !ReferenceEquals(property.ValueType().WithoutNullable(), property.ValueType());
        var takesNullable = !ReferenceEquals(downgrade.PropertyType.WithoutNullable(), downgrade.PropertyType);
        var value = isNullable ? (takesNullable ? "value" : "value!.Value")
            : property.ValueType().NullableAnnotation == NullableAnnotation.Annotated ? "value!"
            : "value";
        return $"{GetMethod(downgrade, property)}({value})";
    }

    // With the model, because the class of the descriptions has members such as 'ToString' itself.
    private static string GetMethod(Conversion conversion, IPropertySymbol property)
        => $"{TypeDeclarations.GetName(property.ContainingType)}.{Identifiers.Escape(conversion.Method.Name)}";

    private static ConversionProblem ExamineOthers(Conversion conversion, IPropertySymbol property, string key, string[] keys)
    {
        var others = Conversion.GetAll(property).Where(it => FindKey(it, keys) == key).ToArray();
        if (others.First(it => it.IsUpgrade == conversion.IsUpgrade) != conversion)
        {
            return ConversionProblem.SecondMethod;
        }

        if (conversion.IsUpgrade)
        {
            return TypeRules.Examine(conversion.FormerType) is TypeProblem.None or TypeProblem.Unknown
                ? ConversionProblem.None
                : ConversionProblem.UnsupportedType;
        }

        var upgrade = others.FirstOrDefault(static it => it.IsUpgrade && it.Method.Parameters.Length == 1);
        return SymbolEqualityComparer.Default.Equals(upgrade?.FormerType, conversion.FormerType)
            ? ConversionProblem.None
            : ConversionProblem.OtherFormerType;
    }

    /// <summary>Returns the session property that a method names.</summary>
    public static IPropertySymbol? FindProperty(Conversion conversion)
        => conversion.PropertyName is not { } name || !SessionAttributes.IsModel(conversion.Method.ContainingType)
            ? null
            : conversion.Method.ContainingType.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault(
                static property => SessionAttributes.FindPropertyAttribute(property) is not null);

    private static string? FindKey(Conversion conversion, string[] keys)
        => conversion.Key is null
            ? (keys.Length == 1 ? keys[0] : null)
            : keys.FirstOrDefault(key => key == conversion.Key);

    private static bool CanKeep(string key, string[] keys, Conversion[] conversions)
    {
        var own = conversions.Where(it => FindKey(it, keys) == key).ToArray();
        return own.Length == 0 || own.Any(static it => !it.IsUpgrade);
    }

    private static bool IsTypeOf(IPropertySymbol property, ITypeSymbol type)
        => SymbolEqualityComparer.Default.Equals(property.ValueType().WithoutNullable(), type.WithoutNullable());

    private static string[] GetStrings(AttributeData? attribute, string name)
        => attribute.Argument(name) is { Kind: TypedConstantKind.Array, IsNull: false } argument
            ? [.. argument.Values.Select(static value => value.Value as string).Where(static value => value is not null)!]
            : [];

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
