using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Lifetime;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AbandonSessionCodeFix)), Shared]
public sealed class AbandonSessionCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ClearedAtSignOut];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<InvocationExpressionSyntax>() is { ArgumentList.Arguments.Count: 0 } call
            && IsSessionCall(call, context)
            && GetName(call) is { } name
            && SessionMembers.AreInScope(context, name.SpanStart))
        {
            yield return context.CreateFix(
                "Abandon the session",
                nameof(AbandonSessionCodeFix),
                editor => editor.ReplaceNode(name, SyntaxFactory.IdentifierName("Abandon").WithTriviaFrom(name)));
        }
    }

    // Not offered for a model's Clear or for a helper, because the session may hold other values.
    private static bool IsSessionCall(InvocationExpressionSyntax call, FixContext context)
        => context.Model.GetSymbolInfo(call, context.CancellationToken).Symbol is IMethodSymbol { Name: "Clear", ContainingType: { } type }
            && (type.Name == "ISession" || type.AllInterfaces.Any(static implemented => implemented.Name == "ISession"));

    private static SimpleNameSyntax? GetName(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => null,
        };
}
