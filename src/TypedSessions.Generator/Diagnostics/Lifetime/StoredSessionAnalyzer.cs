using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Finds sessions that are kept where all requests find them: in static fields, and
/// in the fields of objects that live as long as the application.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StoredSessionAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.StoredSession];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            context.RegisterSymbolAction(symbol => AnalyzeMember(symbol, known), SymbolKind.Field, SymbolKind.Property);
            context.RegisterSyntaxNodeAction(node => AnalyzeAssignment(node, known), SyntaxKind.SimpleAssignmentExpression);
        }
    }

    private static void AnalyzeMember(SymbolAnalysisContext context, SessionTypes types)
    {
        if (context.Symbol is { IsStatic: true, IsImplicitlyDeclared: false } member
            && StoredType(member) is { } type
            && Holds(type, types)
            && !IsMadeHere(member, context.CancellationToken))
        {
            Report(context.ReportDiagnostic, member.Locations[0], member, "is static");
        }
    }

    // What is written tells enough to pass over nearly every assignment: '_field = something.Session' or '… .As<Cart>()'.
    private static void AnalyzeAssignment(SyntaxNodeAnalysisContext context, SessionTypes types)
    {
        var assignment = (AssignmentExpressionSyntax)context.Node;
        if (assignment.Right is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Session" }
                or InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.ValueText: "As" } },
            }
            && context.SemanticModel.GetSymbolInfo(assignment.Left, context.CancellationToken).Symbol is { IsStatic: false } member
            && StoredType(member) is { } type
            && types.IsSessionOrModel(type)
            && Singletons.LivesAsLongAsApplication(member.ContainingType)
            && MemberCode.Around(assignment, context.SemanticModel, context.CancellationToken) is { } code
            && code.Chains.Read(context.SemanticModel.GetOperation(assignment.Right, context.CancellationToken)) is { } chain
            && types.IsOfRequest(chain))
        {
            Report(
                context.ReportDiagnostic,
                assignment.GetLocation(),
                member,
                $"belongs to '{member.ContainingType.Name}', which lives as long as the application");
        }
    }

    // A property counts only if it has a field behind it.
    private static ITypeSymbol? StoredType(ISymbol member)
        => member switch
        {
            IFieldSymbol { IsConst: false } field => field.Type,
            IPropertySymbol property when property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(
                field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)) => property.Type,
            _ => null,
        };

    private static bool Holds(ITypeSymbol type, SessionTypes types)
        => types.IsSessionOrModel(type)
            || (type is IArrayTypeSymbol array && types.IsSessionOrModel(array.ElementType))
            || (type is INamedTypeSymbol { TypeArguments: var arguments } named
                && named.ContainingNamespace.ToDisplayString().StartsWith("System.Collections.", StringComparison.Ordinal)
                && arguments.Any(types.IsSessionOrModel));

    // One that the type makes for itself and never changes is no visitor's.
    private static bool IsMadeHere(ISymbol member, CancellationToken cancellation)
        => member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { IsReadOnly: true }
            && member.DeclaringSyntaxReferences.Any(reference
                => Initializer(reference.GetSyntax(cancellation)) is BaseObjectCreationExpressionSyntax
                && StoredType(member) is INamedTypeSymbol { TypeArguments.IsEmpty: true });

    private static ExpressionSyntax? Initializer(SyntaxNode declaration)
        => declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };

    private static void Report(Action<Diagnostic> report, Location place, ISymbol member, string why)
        => report(Diagnostic.Create(Descriptors.StoredSession, place, member.Name, why));
}
