using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Finds settings that expose the session's cookie: constants that hold in every environment.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieOptionsAnalyzer : SessionAnalyzer
{
    // Values of CookieSecurePolicy and SameSiteMode.
    private const int SecureAlways = 1;
    private const int SecureNone = 2;
    private const int SameSiteNone = 0;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.InsecureCookie];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
        => context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.SimpleAssignmentExpression);

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        // By what is written, so that no other assignment is bound.
        if (((AssignmentExpressionSyntax)context.Node).Left
                is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SecurePolicy" or "HttpOnly" or "SameSite" }
            && context.SemanticModel.GetOperation(context.Node, context.CancellationToken) is ISimpleAssignmentOperation assignment
            && assignment.Target is IPropertyReferenceOperation target
            && IsOfSessionCookie(target)
            && Danger(target.Property.Name, assignment) is { } danger
            && HoldsAlways(assignment.Syntax)
            && !Certainty.IsConditionallyCompiled(assignment.Syntax, context.CancellationToken))
        {
            var written = $"{target.Property.Name} = {assignment.Value.Syntax}";
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.InsecureCookie, assignment.Syntax.GetLocation(), written, danger));
        }
    }

    private static string? Danger(string property, ISimpleAssignmentOperation assignment)
        => (property, assignment.Value.ConstantValue) switch
        {
            ("SecurePolicy", { HasValue: true, Value: SecureNone })
                => "sends the session cookie over plain HTTP too, where it can be stolen",
            ("HttpOnly", { HasValue: true, Value: false }) => "shows the session cookie to scripts, which can steal it",
            ("SameSite", { HasValue: true, Value: SameSiteNone }) when IsNotSecure(assignment)
                => "without 'Secure' makes browsers refuse the session cookie",
            _ => null,
        };

    // options.Cookie.HttpOnly; SessionOptions of ASP.NET Core has a cookie of its own.
    private static bool IsOfSessionCookie(IPropertyReferenceOperation target)
        => target.Property.Name is "SecurePolicy" or "HttpOnly" or "SameSite"
            && CallChain.Bare(target.Instance) is IPropertyReferenceOperation { Property: { Name: "Cookie" } cookie }
            && cookie.ContainingType.Is(KnownNames.Namespace, "TypedSessionsOptions");

    private static bool IsNotSecure(ISimpleAssignmentOperation assignment)
        => Siblings(assignment).Any(static other => other.Target is IPropertyReferenceOperation { Property.Name: "SecurePolicy" } target
            && IsOfSessionCookie(target)
            && other.Value.ConstantValue is { HasValue: true, Value: int and not SecureAlways and not SecureNone });

    private static IEnumerable<ISimpleAssignmentOperation> Siblings(ISimpleAssignmentOperation assignment)
        => assignment.Parent?.Parent is IBlockOperation block
            ? block.Operations.OfType<IExpressionStatementOperation>().Select(static it => it.Operation)
                .OfType<ISimpleAssignmentOperation>()
            : [];

    // Up to the member: the call that the lambda is given to must not depend on a condition either.
    private static bool HoldsAlways(SyntaxNode assignment)
    {
        var node = assignment;
        while (true)
        {
            var body = node.Ancestors().FirstOrDefault(static it => it
                    is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax
                    or MemberDeclarationSyntax and not GlobalStatementSyntax);
            if (body is null || !Certainty.IsAlwaysReached(node, Inside(body, node)))
            {
                return false;
            }

            if (body is not AnonymousFunctionExpressionSyntax)
            {
                return true;
            }

            node = body;
        }
    }

    // The part of a lambda or a member that the node is in: the walk stops there, before the lambda itself counts as a condition.
    private static SyntaxNode Inside(SyntaxNode body, SyntaxNode node)
        => body is CompilationUnitSyntax ? body : node.AncestorsAndSelf().First(it => it.Parent == body);
}
