using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Finds changes of the array that <c>TryGetValue</c> or <c>Get</c> returned. This library returns a copy, and ASP.NET Core's session does
/// not detect changes in its array, so the next request does not see them.
/// </summary>
internal static class StoredBytes
{
    public static Diagnostic? FindProblem(KeyedCall keyed)
        => keyed is { IsHelper: false, Call: { TargetMethod: { Name: "TryGetValue" or "Get", TypeArguments.IsEmpty: true } method } call }
            && FindChange(call) is { } change
            ? Diagnostic.Create(AccessDescriptors.ChangedBytesNotSet, change.Syntax.GetLocation(), [call.Syntax.GetLocation()], method.Name)
            : null;

    private static IOperation? FindChange(IInvocationOperation call)
        => FindVariable(call) is { } bytes ? ArrayUse.FindLostChange(bytes, GetRoot(call)) : ArrayUse.GetChange(Unwrap(call));

    // The local that holds the array.
    private static ILocalSymbol? FindVariable(IInvocationOperation call)
        => call.TargetMethod.Name == "TryGetValue"
            ? call.Arguments.FirstOrDefault(static argument => argument.Parameter?.RefKind == RefKind.Out)?.Value switch
            {
                IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared } => declared.Local,
                ILocalReferenceOperation reference => reference.Local,
                _ => null,
            }
            : Unwrap(call).Parent switch
            {
                IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => target.Local,
                IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol declared } } => declared,
                IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol declared } } => declared,
                _ => null,
            };

    private static IOperation Unwrap(IOperation operation)
    {
        while (operation.Parent is IConversionOperation conversion)
        {
            operation = conversion;
        }

        return operation;
    }

    private static IOperation GetRoot(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }
}
