using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Access;

/// <summary>Awaits <c>LoadAsync</c> before the endpoint first uses the session.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LoadSessionCodeFix)), Shared]
public sealed class LoadSessionCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SynchronousLoad];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (GetHttpContext(context) is { } httpContext && FindStatement(context.Node) is { } statement)
        {
            var load = SyntaxFactory.ParseStatement($"await {httpContext}.Session.LoadAsync({httpContext}.RequestAborted);")
                .WithTrailingTrivia(SyntaxFactory.ElasticEndOfLine("\n"))
                .WithAdditionalAnnotations(Formatter.Annotation);
            yield return context.CreateFix(
                "Load the session first", nameof(LoadSessionCodeFix), editor => editor.InsertBefore(statement, load));
        }
    }

    // A member of the controller is reported by its name alone.
    private static string? GetHttpContext(FixContext context)
        => context.Find<IdentifierNameSyntax>() is not null ? "HttpContext"
            : context.Find<MemberAccessExpressionSyntax>()?.Expression.WithoutTrivia().ToString();

    // The statement in the endpoint's outer block, so that the session is loaded in every branch.
    private static StatementSyntax? FindStatement(SyntaxNode session)
        => session.Ancestors().TakeWhile(static node => node is not AnonymousFunctionExpressionSyntax and not MemberDeclarationSyntax)
            .OfType<StatementSyntax>()
            .LastOrDefault(static statement
                => statement.Parent is BlockSyntax { Parent: AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax });
}
