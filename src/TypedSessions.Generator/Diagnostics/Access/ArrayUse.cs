using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Tracks how a method body uses an array.</summary>
internal static class ArrayUse
{
    /// <summary>Returns the first change of a local array that has no effect: the array is neither read afterwards nor passed on.</summary>
    public static IOperation? FindLostChange(ILocalSymbol array, IOperation body)
    {
        IOperation? change = null;
        foreach (var reference in body.DescendantsAndSelf().OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, array)))
        {
            var use = Unwrap(reference);
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
    /// Returns the operation that changes the array at this reference: an assignment of an element, or a call such as <c>Array.Sort</c>.
    /// </summary>
    public static IOperation? GetChange(IOperation array)
        => array.Parent switch
        {
            IArrayElementReferenceOperation element when ReferenceEquals(element.ArrayReference, array) => GetElementChange(element),
            IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation call } when IsChange(call.TargetMethod) => call,
            _ => null,
        };

    private static IOperation? GetElementChange(IArrayElementReferenceOperation element)
        => element.Parent switch
        {
            IAssignmentOperation assignment when ReferenceEquals(assignment.Target, element) && IsStatement(assignment) => assignment,
            IIncrementOrDecrementOperation step when IsStatement(step) => step,
            _ => null,
        };

    // If the result is used, the change has an effect.
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

    private static IOperation Unwrap(IOperation operation)
    {
        while (operation.Parent is IConversionOperation conversion)
        {
            operation = conversion;
        }

        return operation;
    }
}
