using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Suggests <c>SessionMerge.Sum</c> for a number that code counts up or down.</summary>
public sealed class CounterWithoutSumAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [AccessDescriptors.CounterWithoutSum];

    // By syntax: an operation action makes the compiler create the operations of all code.
    private protected override void Register(RuleContext context, LibraryTypes types)
        => context.RegisterNodeAction(
            Analyze,
            SyntaxKind.PreIncrementExpression,
            SyntaxKind.PostIncrementExpression,
            SyntaxKind.PreDecrementExpression,
            SyntaxKind.PostDecrementExpression,
            SyntaxKind.AddAssignmentExpression,
            SyntaxKind.SubtractAssignmentExpression);

    private static void Analyze(NodeContext context)
    {
        var target = GetTarget(context.Node);
        if (target is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax or IdentifierNameSyntax
            && !IsLocal(target)
            && context.SemanticModel.GetSymbolInfo(target, context.CancellationToken).Symbol is IPropertySymbol property
            && SessionAttributes.FindPropertyAttribute(property) is { } attribute
            && attribute.Argument(KnownNames.Merge) is null
            && Scalars.IsNumeric(property.ValueType().WithoutNullable())
            && SessionAttributes.IsModel(property.ContainingType))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(AccessDescriptors.CounterWithoutSum, context.Node.GetLocation(), property.FullName()));
        }
    }

    // By name, because binding the code of every local counter costs far more.
    private static bool IsLocal(ExpressionSyntax target)
        => target is IdentifierNameSyntax { Identifier.ValueText: var name }
            && target.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
            && member.DescendantNodes().Any(node => node switch
            {
                VariableDeclaratorSyntax variable => variable.Identifier.ValueText == name,
                ParameterSyntax parameter => parameter.Identifier.ValueText == name,
                SingleVariableDesignationSyntax designation => designation.Identifier.ValueText == name,
                ForEachStatementSyntax loop => loop.Identifier.ValueText == name,
                _ => false,
            });

    /// <summary>Returns what is counted; of an item the map, whose property specifies the merge.</summary>
    internal static ExpressionSyntax GetTarget(SyntaxNode counting)
        => GetOperand(counting) is var operand && operand is ElementAccessExpressionSyntax item ? item.Expression : operand;

    private static ExpressionSyntax GetOperand(SyntaxNode counting) => counting switch
    {
        PrefixUnaryExpressionSyntax prefix => prefix.Operand,
        PostfixUnaryExpressionSyntax postfix => postfix.Operand,
        _ => ((AssignmentExpressionSyntax)counting).Left,
    };
}
