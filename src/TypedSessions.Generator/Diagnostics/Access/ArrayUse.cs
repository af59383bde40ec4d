using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Follows an array through the body that has it.</summary>
internal static class ArrayUse
{
    /// <summary>
    /// The first change of an array in a local that nobody can see: nothing reads the array behind it, and it is handed to nobody.
    /// </summary>
    public static IOperation? LostChange(ILocalSymbol array, IOperation body)
    {
        IOperation? change = null;
        foreach (var reference in body.DescendantsAndSelf().OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, array)))
        {
            var use = Unwrapped(reference);
            if (GetChange(use) is { } found)
            {
                change ??= found;
            }
            else if (!IsNeutral(use, reference)
                && !(IsRead(use) && (change is null ? !IsInLoop(use) : use.Syntax.SpanStart < change.Syntax.Span.End)))
            {
                return null;
            }
        }

        return change;
    }

    /// <summary>
    /// The operation that changes an array which is used here: an assignment of an element, or a method that does nothing else.
    /// </summary>
    public static IOperation? GetChange(IOperation array)
        => array.Parent switch
        {
            IArrayElementReferenceOperation element when ReferenceEquals(element.ArrayReference, array) => ChangeOfElement(element),
            IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation call } when IsChange(call.TargetMethod) => call,
            _ => null,
        };

    private static IOperation? ChangeOfElement(IArrayElementReferenceOperation element)
        => element.Parent switch
        {
            IAssignmentOperation assignment when ReferenceEquals(assignment.Target, element) && IsStatement(assignment) => assignment,
            IIncrementOrDecrementOperation step when IsStatement(step) => step,
            _ => null,
        };

    // Where the result is used as well, somebody sees the change.
    private static bool IsStatement(IOperation operation) => operation.Parent is IExpressionStatementOperation;

    private static bool IsChange(IMethodSymbol method)
        => method is { ContainingType.SpecialType: SpecialType.System_Array, Name: "Clear" or "Fill" or "Reverse" or "Sort" };

    private static bool IsRead(IOperation array)
        => array.Parent is IArrayElementReferenceOperation element
            && element.Parent is not IArgumentOperation { Parameter.RefKind: not RefKind.None };

    private static bool IsNeutral(IOperation array, ILocalReferenceOperation reference)
        => reference.IsDeclaration
            || array.Parent switch
            {
                IArgumentOperation { Parameter.RefKind: RefKind.Out } => true,
                IPropertyReferenceOperation { Property.Name: "Length" or "LongLength" } => true,
                IIsPatternOperation or IDeclarationExpressionOperation => true,
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => true,
                ISimpleAssignmentOperation assignment when ReferenceEquals(assignment.Target, array) => true,
                _ => false,
            };

    private static bool IsInLoop(IOperation operation)
        => operation.Syntax.Ancestors().TakeWhile(static node => node is not MemberDeclarationSyntax)
            .Any(static node => node is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax);

    private static IOperation Unwrapped(IOperation operation)
    {
        while (operation.Parent is IConversionOperation conversion)
        {
            operation = conversion;
        }

        return operation;
    }
}
