using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.SetUp;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Adds a model at the end of the <c>AddTypedSessions()</c> chain, in any file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddModelCodeFix)), Shared]
public sealed class AddModelCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ModelNotAdded];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Diagnostic.Properties.TryGetValue(PropertyNames.Models, out var model)
            && model is not null
            && context.Diagnostic.AdditionalLocations.FirstOrDefault() is { SourceTree: { } tree } location
            && tree.GetRoot(context.CancellationToken).FindNode(location.SourceSpan)
                .FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } add)
        {
            yield return context.CreateFix(
                $"Add 'AddModel<{model.Split('.').Last()}>()'",
                nameof(AddModelCodeFix),
                [GetEndOfChain(add)],
                (editor, chain) => editor.ReplaceNode(chain, (current, _) => WithModel((InvocationExpressionSyntax)current, model)));
        }
    }

    private static InvocationExpressionSyntax GetEndOfChain(InvocationExpressionSyntax call)
    {
        while (call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Parent: InvocationExpressionSyntax next }
            && (name == "AddModel" || name.StartsWith("Use", StringComparison.Ordinal)))
        {
            call = next;
        }

        return call;
    }

    // On a separate line if the previous call is.
    private static InvocationExpressionSyntax WithModel(InvocationExpressionSyntax chain, string model)
    {
        var type = SyntaxFactory.ParseTypeName(model).WithAdditionalAnnotations(Simplifier.Annotation);
        var name = SyntaxFactory.GenericName(SyntaxFactory.Identifier("AddModel"), SyntaxFactory.TypeArgumentList([type]));
        var dot = SyntaxFactory.Token(SyntaxKind.DotToken);
        var receiver = chain.WithoutTrailingTrivia();
        if (chain.Expression is MemberAccessExpressionSyntax { OperatorToken: { HasLeadingTrivia: true } before, Expression: var previous }
            && previous.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
        {
            dot = dot.WithLeadingTrivia(before.LeadingTrivia);
            receiver = receiver.WithTrailingTrivia(previous.GetTrailingTrivia());
        }

        return SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, dot, name))
            .WithTrailingTrivia(chain.GetTrailingTrivia());
    }
}
