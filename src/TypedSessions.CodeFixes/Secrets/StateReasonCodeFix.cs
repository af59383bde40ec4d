using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Secrets;

/// <summary>Adds the attribute that justifies sensitive data in the session, with a placeholder that rule TSES102 reports.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StateReasonCodeFix)), Shared]
public sealed class StateReasonCodeFix : SessionCodeFix
{
    private const string Attribute = "SensitiveSessionData";
    private const string Placeholder = "TODO: explain why the session has to contain this value";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SecretName, DiagnosticIds.SecretType];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<MemberDeclarationSyntax>() is { } member and (PropertyDeclarationSyntax or BaseMethodDeclarationSyntax)
            && context.Find<LocalFunctionStatementSyntax>() is null)
        {
            yield return context.CreateFix(
                "Add a justification", nameof(StateReasonCodeFix), editor => editor.ReplaceNode(member, WithAttribute));
        }
    }

    // Two secrets in one method share the attribute.
    private static SyntaxNode WithAttribute(SyntaxNode member, SyntaxGenerator generator)
    {
        var lists = ((MemberDeclarationSyntax)member).AttributeLists;
        return lists.Any(static list => list.ToString().Contains(Attribute)) ? member
            : lists.LastOrDefault() is { } last
                && !last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? member.ReplaceNode(last, WithAttribute(last))
            : generator.AddAttributes(member, SyntaxFactory.AttributeList([NewAttribute()]));
    }

    // Attributes on the property's line get the new one in the same list.
    private static AttributeListSyntax WithAttribute(AttributeListSyntax list)
        => list.WithAttributes(SyntaxFactory.SeparatedList(
            list.Attributes.Append(NewAttribute()),
            list.Attributes.GetSeparators().Append(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))));

    private static AttributeSyntax NewAttribute()
        => SyntaxFactory.Attribute(
            SyntaxFactory.ParseName(KnownNames.Namespace + "." + Attribute).WithAdditionalAnnotations(Simplifier.Annotation),
            SyntaxFactory.ParseAttributeArgumentList($"(Justification = \"{Placeholder}\")"));
}
