using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports sessions that are stored in static fields or in fields of singletons, where all requests share them.</summary>
public sealed class StoredSessionAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.StoredSession];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            context.RegisterSymbolAction(symbol => AnalyzeMember(symbol, known), SymbolKind.Field, SymbolKind.Property);
            context.RegisterNodeAction(node => AnalyzeAssignment(node, known), SyntaxKind.SimpleAssignmentExpression);
        }
    }

    private static void AnalyzeMember(SymbolAnalysisContext context, SessionTypes types)
    {
        if (context.Symbol is { IsStatic: true, IsImplicitlyDeclared: false } member
            && GetStoredType(member) is { } type
            && CanHoldSession(type, types)
            && !IsOwnInstance(member, context.CancellationToken))
        {
            Report(context.ReportDiagnostic, member.Locations[0], member, "is static");
        }
    }

    // A syntax check skips nearly all assignments: '_field = something.Session' or '… .As<Cart>()'.
    private static void AnalyzeAssignment(NodeContext context, SessionTypes types)
    {
        var assignment = (AssignmentExpressionSyntax)context.Node;
        if (assignment.Right is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Session" }
                or InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.ValueText: "As" } },
            }
            && context.SemanticModel.GetSymbolInfo(assignment.Left, context.CancellationToken).Symbol is { IsStatic: false } member
            && GetStoredType(member) is { } type
            && types.IsSessionOrModel(type)
            && Singletons.IsSingleton(member.ContainingType)
            && MemberCode.FindEnclosing(assignment, context.SemanticModel, context.CancellationToken) is { } code
            && code.Chains.Read(context.SemanticModel.GetOperation(assignment.Right, context.CancellationToken)) is { } chain
            && types.IsRequestSession(chain))
        {
            Report(
                context.ReportDiagnostic,
                assignment.GetLocation(),
                member,
                $"belongs to the singleton '{member.ContainingType.Name}'");
        }
    }

    // Only auto-implemented properties store a value.
    private static ITypeSymbol? GetStoredType(ISymbol member)
        => member switch
        {
            IFieldSymbol { IsConst: false } field => field.Type,
            IPropertySymbol property when property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(
                field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)) => property.Type,
            _ => null,
        };

    private static bool CanHoldSession(ITypeSymbol type, SessionTypes types)
        => types.IsSessionOrModel(type)
            || (type is IArrayTypeSymbol array && types.IsSessionOrModel(array.ElementType))
            || (type is INamedTypeSymbol { TypeArguments: var arguments } named
                && named.ContainingNamespace.ToDisplayString().StartsWith("System.Collections.", StringComparison.Ordinal)
                && arguments.Any(types.IsSessionOrModel));

    // A read-only instance that the type creates belongs to no visitor.
    private static bool IsOwnInstance(ISymbol member, CancellationToken cancellationToken)
        => member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { IsReadOnly: true }
            && member.DeclaringSyntaxReferences.Any(reference
                => GetInitializer(reference.GetSyntax(cancellationToken)) is BaseObjectCreationExpressionSyntax
                && GetStoredType(member) is INamedTypeSymbol { TypeArguments.IsEmpty: true });

    private static ExpressionSyntax? GetInitializer(SyntaxNode declaration)
        => declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };

    private static void Report(Action<Diagnostic> report, Location location, ISymbol member, string why)
        => report(Diagnostic.Create(LifetimeDescriptors.StoredSession, location, member.Name, why));
}
