using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Reports constant settings that expose the session cookie in every environment.</summary>
public sealed class InsecureCookieAnalyzer : SessionAnalyzer
{
    // Values of CookieSecurePolicy and SameSiteMode.
    private const int SecureAlways = 1;
    private const int SecureNone = 2;
    private const int SameSiteNone = 0;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [SetUpDescriptors.InsecureCookie];

    private protected override void Register(RuleContext context, LibraryTypes types)
        => context.RegisterNodeAction(Analyze, SyntaxKind.SimpleAssignmentExpression);

    private static void Analyze(NodeContext context)
    {
        // A syntax check, so that no other assignment is bound.
        if (((AssignmentExpressionSyntax)context.Node).Left
                is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SecurePolicy" or "HttpOnly" or "SameSite" }
            && context.SemanticModel.GetOperation(context.Node, context.CancellationToken) is ISimpleAssignmentOperation assignment
            && assignment.Target is IPropertyReferenceOperation target
            && IsSessionCookie(target)
            && DescribeRisk(target.Property.Name, assignment) is { } risk
            && IsUnconditional(assignment.Syntax)
            && !UnconditionalCode.IsConditionallyCompiled(assignment.Syntax, context.CancellationToken))
        {
            var written = $"{target.Property.Name} = {assignment.Value.Syntax}";
            context.ReportDiagnostic(Diagnostic.Create(SetUpDescriptors.InsecureCookie, assignment.Syntax.GetLocation(), written, risk));
        }
    }

    private static string? DescribeRisk(string property, ISimpleAssignmentOperation assignment)
        => (property, assignment.Value.ConstantValue) switch
        {
            ("SecurePolicy", { HasValue: true, Value: SecureNone })
                => "sends the session cookie over plain HTTP too, where it can be stolen",
            ("HttpOnly", { HasValue: true, Value: false }) => "exposes the session cookie to scripts, which can steal it",
            ("SameSite", { HasValue: true, Value: SameSiteNone }) when IsNotSecure(assignment)
                => "without 'Secure' makes browsers reject the session cookie",
            _ => null,
        };

    // options.Cookie.HttpOnly, but not the cookie of ASP.NET Core's SessionOptions.
    private static bool IsSessionCookie(IPropertyReferenceOperation target)
        => target.Property.Name is "SecurePolicy" or "HttpOnly" or "SameSite"
            && CallChain.Unwrap(target.Instance) is IPropertyReferenceOperation { Property: { Name: "Cookie" } cookie }
            && cookie.ContainingType.Is(KnownNames.Namespace, "TypedSessionsOptions");

    private static bool IsNotSecure(ISimpleAssignmentOperation assignment)
        => GetSiblings(assignment).Any(static other => other.Target is IPropertyReferenceOperation { Property.Name: "SecurePolicy" } target
            && IsSessionCookie(target)
            && other.Value.ConstantValue is { HasValue: true, Value: int and not SecureAlways and not SecureNone });

    private static IEnumerable<ISimpleAssignmentOperation> GetSiblings(ISimpleAssignmentOperation assignment)
        => assignment.Parent?.Parent is IBlockOperation block
            ? block.Operations.OfType<IExpressionStatementOperation>().Select(static it => it.Operation)
                .OfType<ISimpleAssignmentOperation>()
            : [];

    // Checks up to the member: the call that receives the lambda must be unconditional too.
    private static bool IsUnconditional(SyntaxNode assignment)
    {
        var node = assignment;
        while (true)
        {
            var body = node.Ancestors().FirstOrDefault(static it => it
                    is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax
                    or MemberDeclarationSyntax and not GlobalStatementSyntax);
            if (body is null || !UnconditionalCode.IsAlwaysReached(node, GetScope(body, node)))
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

    // The part of a lambda or member that contains the node; ends the check before the lambda itself counts as a condition.
    private static SyntaxNode GetScope(SyntaxNode body, SyntaxNode node)
        => body is CompilationUnitSyntax ? body : node.AncestorsAndSelf().First(it => it.Parent == body);
}
