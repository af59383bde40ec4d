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

    // The diagnostic points to what is written to the session, too: right before it is the place.
    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Diagnostic.AdditionalLocations.FirstOrDefault() is { } written
            && place.Root.FindNode(written.SourceSpan, getInnermostNodeForTie: true) is { } write
            && Statements.Around(write) is ExpressionStatementSyntax statement
            && GetSession(write, place) is { } session
            && SessionMembers.AreKnown(place, write.SpanStart))
        {
            yield return place.Fix(
                "Give the session a new id",
                nameof(RegenerateIdCodeFix),
                editor => editor.InsertBefore(Statements.Slot(statement), Statements.Beside(statement, session + ".RegenerateId();")));
        }
    }

    private static string? GetSession(SyntaxNode write, FixPlace place)
        => GetTarget(write) is MemberAccessExpressionSyntax { Expression: { } owner }
            && place.Model.GetTypeInfo(owner, place.Cancellation).Type is { } type
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
