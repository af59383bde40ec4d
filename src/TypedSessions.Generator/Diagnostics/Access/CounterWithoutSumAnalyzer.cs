using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Suggests <c>SessionMerge.Sum</c> for a number that code counts up or down.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CounterWithoutSumAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [AccessDescriptors.CounterWithoutSum];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
        => context.RegisterOperationAction(
            Analyze, OperationKind.Increment, OperationKind.Decrement, OperationKind.CompoundAssignment);

    private static void Analyze(OperationAnalysisContext context)
    {
        if (FindCounter(context.Operation) is { } property
            && SessionAttributes.FindPropertyAttribute(property) is { } attribute
            && attribute.Argument(KnownNames.Merge) is null
            && Scalars.IsNumeric(property.Type.WithoutNullable())
            && SessionAttributes.IsModel(property.ContainingType))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                AccessDescriptors.CounterWithoutSum, context.Operation.Syntax.GetLocation(), property.FullName()));
        }
    }

    private static IPropertySymbol? FindCounter(IOperation operation) => operation switch
    {
        IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation target } => target.Property,
        ICompoundAssignmentOperation
        {
            OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract,
            Target: IPropertyReferenceOperation target,
        } => target.Property,
        _ => null,
    };
}
