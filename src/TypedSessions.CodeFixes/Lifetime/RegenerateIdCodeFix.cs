using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Lifetime;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RegenerateIdCodeFix)), Shared]
public sealed class RegenerateIdCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SameIdAfterSignIn];

    // Inserts the call before the write to the session, which is the diagnostic's additional location.
    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Diagnostic.AdditionalLocations.FirstOrDefault() is { } written
            && context.Root.FindNode(written.SourceSpan, getInnermostNodeForTie: true) is { } write
            && Statements.FindEnclosing(write) is ExpressionStatementSyntax statement
            && GetSession(write, context) is { } session
            && SessionMembers.AreInScope(context, write.SpanStart))
        {
            yield return context.CreateFix(
                "Regenerate the session id",
                nameof(RegenerateIdCodeFix),
                editor => editor.InsertBefore(
                    Statements.GetListNode(statement), Statements.CreateBeside(statement, session + ".RegenerateId();")));
        }
    }

    private static string? GetSession(SyntaxNode write, FixContext context)
        => GetTarget(write) is MemberAccessExpressionSyntax { Expression: { } owner }
            && context.Model.GetTypeInfo(owner, context.CancellationToken).Type is { } type
            ? SessionAttributes.IsModel(type) ? owner + ".Session" : IsSession(type) ? owner.ToString() : null
            : null;

    private static ExpressionSyntax? GetTarget(SyntaxNode write)
        => write switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left,
            InvocationExpressionSyntax call => call.Expression,
            PostfixUnaryExpressionSyntax step => step.Operand,
            PrefixUnaryExpressionSyntax step => step.Operand,
            _ => null,
        };

    private static bool IsSession(ITypeSymbol type)
        => type.Name == "ISession" || type.AllInterfaces.Any(static implemented => implemented.Name == "ISession");
}
