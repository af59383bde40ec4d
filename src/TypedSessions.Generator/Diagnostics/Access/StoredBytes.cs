using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Finds changes of the array that <c>TryGetValue</c> or <c>Get</c> gave. Our session gives a copy, which the change stays in;
/// ASP.NET Core's own gives its own array, but does not save what it was not told of. Either way the next request does not see it.
/// </summary>
internal static class StoredBytes
{
    public static Diagnostic? Problem(KeyedCall keyed)
        => keyed is { IsHelper: false, Call: { TargetMethod: { Name: "TryGetValue" or "Get", TypeArguments.IsEmpty: true } method } call }
            && Change(call) is { } change
            ? Diagnostic.Create(Descriptors.ChangedBytesNotSet, change.Syntax.GetLocation(), [call.Syntax.GetLocation()], method.Name)
            : null;

    private static IOperation? Change(IInvocationOperation call)
        => Variable(call) is { } bytes ? ArrayUse.LostChange(bytes, Root(call)) : ArrayUse.GetChange(Unwrapped(call));

    // The local that the array goes into.
    private static ILocalSymbol? Variable(IInvocationOperation call)
        => call.TargetMethod.Name == "TryGetValue"
            ? call.Arguments.FirstOrDefault(static argument => argument.Parameter?.RefKind == RefKind.Out)?.Value switch
            {
                IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared } => declared.Local,
                ILocalReferenceOperation reference => reference.Local,
                _ => null,
            }
            : Unwrapped(call).Parent switch
            {
                IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => target.Local,
                IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol declared } } => declared,
                IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol declared } } => declared,
                _ => null,
            };

    private static IOperation Unwrapped(IOperation operation)
    {
        while (operation.Parent is IConversionOperation conversion)
        {
            operation = conversion;
        }

        return operation;
    }

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }
}
