using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>A method of a model that converts between a property and the type of one of its former keys.</summary>
/// <param name="Method">The method.</param>
/// <param name="Attribute">Its attribute.</param>
/// <param name="IsUpgrade">Whether it converts from the former type, and not to it.</param>
/// <param name="PropertyName">The name of the property.</param>
/// <param name="Key">The former key without prefix; <see langword="null"/> if it is not given.</param>
internal sealed record Conversion(IMethodSymbol Method, AttributeData Attribute, bool IsUpgrade, string? PropertyName, string? Key)
{
    /// <summary>Gets the type that is stored under the former key.</summary>
    public ITypeSymbol FormerType => IsUpgrade ? Method.Parameters[0].Type : Method.ReturnType;

    /// <summary>Gets the type on the side of the property.</summary>
    public ITypeSymbol PropertyType => IsUpgrade ? Method.ReturnType : Method.Parameters[0].Type;

    /// <summary>Returns the conversions of a method.</summary>
    public static IEnumerable<Conversion> GetAll(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            var isUpgrade = attribute.AttributeClass.Is(KnownNames.Namespace, KnownNames.UpgradeAttribute);
            if (isUpgrade || attribute.AttributeClass.Is(KnownNames.Namespace, KnownNames.DowngradeAttribute))
            {
                var name = attribute.ConstructorArguments.Length == 1 ? attribute.ConstructorArguments[0].Value as string : null;
                yield return new(
                    method, attribute, isUpgrade, name, attribute.Argument(isUpgrade ? KnownNames.From : KnownNames.To)?.Value as string);
            }
        }
    }

    /// <summary>Returns the conversions of a property.</summary>
    public static IEnumerable<Conversion> GetAll(IPropertySymbol property)
        => property.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .SelectMany(GetAll)
            .Where(conversion => conversion.PropertyName == property.Name);
}
