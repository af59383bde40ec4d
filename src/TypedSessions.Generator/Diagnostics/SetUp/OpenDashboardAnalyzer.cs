using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Reports a dashboard that requires no authorization.</summary>
/// <remarks>Silent about groups, which may require one, and about code that may run in Development only.</remarks>
public sealed class OpenDashboardAnalyzer() : CallAnalyzer("MapSessionDashboard")
{
    private const string Builder = "Microsoft.AspNetCore.Builder";

    // The conventions of ASP.NET Core that decide nothing about users. Others may require an authorization.
    private static readonly ImmutableHashSet<string> OtherConventions = ImmutableHashSet.Create(
        "AllowAnonymous", "CacheOutput", "DisableAntiforgery", "DisableRateLimiting", "ExcludeFromDescription", "RequireCors",
        "RequireHost", "RequireRateLimiting", "WithDescription", "WithDisplayName", "WithGroupName", "WithName", "WithOrder",
        "WithSummary", "WithTags");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [SetUpDescriptors.OpenDashboard];

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (call.TargetMethod.ContainingType.Is(Builder, "SessionDashboardEndpointRouteBuilderExtensions")
            && CallChain.GetReceiver(call)?.Type is INamedTypeSymbol application
            && application.Is(Builder, "WebApplication")
            && FindStatement(call.Syntax) is { } statement
            && IsUnconditional(statement)
            && !UnconditionalCode.IsConditionallyCompiled(statement, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(SetUpDescriptors.OpenDashboard, CallChain.GetNameLocation(call)));
        }
    }

    // The statement that ends with the call or with conventions after it; null if the endpoints are used otherwise.
    private static StatementSyntax? FindStatement(SyntaxNode call)
    {
        while (call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access && access.Expression == call)
        {
            if (!OtherConventions.Contains(access.Name.Identifier.ValueText))
            {
                return null;
            }

            call = next;
        }

        return call.Parent as ExpressionStatementSyntax;
    }

    // In the program itself. Another method may be called in Development only.
    private static bool IsUnconditional(StatementSyntax statement)
    {
        var body = statement.Ancestors().First(static node => node is CompilationUnitSyntax
            || (node is MemberDeclarationSyntax && !node.IsKind(SyntaxKind.GlobalStatement)));
        return body is CompilationUnitSyntax or MethodDeclarationSyntax { Identifier.ValueText: WellKnownMemberNames.EntryPointMethodName }
            && UnconditionalCode.IsAlwaysReached(statement, body);
    }
}
