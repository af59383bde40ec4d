using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Finds the part of an expression that has a different value at each evaluation.</summary>
internal static class UnstableValue
{
    /// <returns>The display name of that part; <see langword="null"/> if there is none.</returns>
    public static string? Find(IOperation expression)
    {
        foreach (var part in expression.DescendantsAndSelf())
        {
            var name = part switch
            {
                IInvocationOperation call => GetCallName(call),
                IPropertyReferenceOperation { Property: { IsStatic: true } property } reference => GetPropertyName(property, reference),
                _ => null,
            };
            if (name is not null)
            {
                return name;
            }
        }

        return null;
    }

    private static string? GetCallName(IInvocationOperation call)
        => call.TargetMethod is var method && IsUnstable(method, call.Instance)
            ? method.ContainingType.Name + "." + method.Name + "()"
            : null;

    private static bool IsUnstable(IMethodSymbol method, IOperation? instance)
        => method.Name switch
        {
            "NewGuid" or "CreateVersion7" => method.ContainingType.Is("System", "Guid"),
            "Next" or "NextInt64" or "NextDouble" or "NextSingle" => method.ContainingType.Is("System", "Random") && IsUnseeded(instance),
            "GetRandomFileName" => method.ContainingType.Is("System.IO", "Path"),
            "GetInt32" or "GetHexString" or "GetString" or "GetBytes" => method.ContainingType.Is(
                "System.Security.Cryptography", "RandomNumberGenerator"),
            "GetTimestamp" => method.ContainingType.Is("System.Diagnostics", "Stopwatch"),
            "GetHashCode" => method.ContainingType is { SpecialType: SpecialType.System_Object or SpecialType.System_String },
            "Combine" => method.ContainingType.Is("System", "HashCode"),
            _ => false,
        };

    // new Random(42) returns the same numbers each time.
    private static bool IsUnseeded(IOperation? random)
        => random is IObjectCreationOperation { Arguments.IsEmpty: true }
            or IPropertyReferenceOperation { Property: { Name: "Shared", IsStatic: true } };

    private static string? GetPropertyName(IPropertySymbol property, IPropertyReferenceOperation reference)
    {
        var isUnstable = property.Name switch
        {
            "TickCount" or "TickCount64" => property.ContainingType.Is("System", "Environment"),
            "Now" or "UtcNow" => IsDateTimeType(property.ContainingType) && IsExact(reference),
            _ => false,
        };
        return isUnstable ? property.ContainingType.Name + "." + property.Name : null;
    }

    private static bool IsDateTimeType(INamedTypeSymbol type) => type.Is("System", "DateTime") || type.Is("System", "DateTimeOffset");

    // Keys such as DateTime.Now.Date, or with a format, stay the same for a period.
    private static bool IsExact(IOperation timestamp)
        => timestamp.Parent switch
        {
            IConversionOperation or IBinaryOperation => IsExact(timestamp.Parent),
            IInterpolationOperation { FormatString: null } => true,
            IInvocationOperation
            {
                TargetMethod:
                {
                    Name: "ToString" or "ToBinary" or "ToFileTime" or "ToUnixTimeMilliseconds" or "ToUnixTimeSeconds",
                    Parameters.IsEmpty: true,
                },
            } => true,
            IPropertyReferenceOperation { Property.Name: "Ticks" or "UtcTicks" } => true,
            IArgumentOperation
            {
                Parameter.Ordinal: 0,
                Parent: IInvocationOperation { Arguments.Length: 1, TargetMethod.Name: "ToString" },
            } => true,
            IArgumentOperation
            {
                Parent: IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType.SpecialType: SpecialType.System_String } },
            } => true,
            IArgumentOperation argument => IsSessionKey(argument),
            _ => false,
        };

    // Reached only through conversions and concatenations.
    private static bool IsSessionKey(IArgumentOperation argument) => argument.Parameter is { Type.SpecialType: SpecialType.System_String };
}
