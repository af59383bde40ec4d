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

/// <summary>
/// Adds the attribute that states why sensitive data is in the session. The reason
/// itself is for a person to fill in, which rule TSES102 asks for.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StateReasonCodeFix)), Shared]
public sealed class StateReasonCodeFix : SessionCodeFix
{
    private const string Attribute = "SensitiveSessionData";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SecretName, DiagnosticIds.SecretType];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<MemberDeclarationSyntax>() is { } member and (PropertyDeclarationSyntax or BaseMethodDeclarationSyntax)
            && place.Find<LocalFunctionStatementSyntax>() is null)
        {
            yield return place.Fix(
                "State why it is in the session", nameof(StateReasonCodeFix), editor => editor.ReplaceNode(member, WithAttribute));
        }
    }

    // Two secrets of one method have one reason.
    private static SyntaxNode WithAttribute(SyntaxNode member, SyntaxGenerator generator)
    {
        var lists = ((MemberDeclarationSyntax)member).AttributeLists;
        return lists.Any(static list => list.ToString().Contains(Attribute)) ? member
            : lists.LastOrDefault() is { } last
                && !last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? member.ReplaceNode(last, WithAttribute(last))
            : generator.AddAttributes(member, SyntaxFactory.AttributeList([NewAttribute()]));
    }

    // On the line of the property the new one joins the others.
    private static AttributeListSyntax WithAttribute(AttributeListSyntax list)
        => list.WithAttributes(SyntaxFactory.SeparatedList(
            list.Attributes.Append(NewAttribute()),
            list.Attributes.GetSeparators().Append(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))));

    private static AttributeSyntax NewAttribute()
        => SyntaxFactory.Attribute(
            SyntaxFactory.ParseName(KnownNames.Namespace + "." + Attribute).WithAdditionalAnnotations(Simplifier.Annotation),
            SyntaxFactory.ParseAttributeArgumentList("(Justification = \"\")"));
}
