using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes;

/// <summary>Adds and removes modifiers. Comments and line breaks are preserved.</summary>
internal static class Modifiers
{
    /// <summary>Adds <c>partial</c> directly before the keyword or the type, unless present.</summary>
    public static MemberDeclarationSyntax AddPartial(MemberDeclarationSyntax member)
    {
        if (member.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return member;
        }

        var next = NextToken(member);
        var partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithLeadingTrivia(next.LeadingTrivia)
            .WithTrailingTrivia(SyntaxFactory.Space);
        member = member.ReplaceToken(next, next.WithLeadingTrivia());
        return member.WithModifiers(member.Modifiers.Add(partial));
    }

    /// <summary>Removes a modifier if present.</summary>
    public static MemberDeclarationSyntax Remove(MemberDeclarationSyntax member, SyntaxKind kind)
    {
        var index = member.Modifiers.IndexOf(kind);
        if (index < 0)
        {
            return member;
        }

        var trivia = member.Modifiers[index].LeadingTrivia;
        member = member.WithModifiers(member.Modifiers.RemoveAt(index));
        var next = index < member.Modifiers.Count ? member.Modifiers[index] : NextToken(member);
        return member.ReplaceToken(next, next.WithLeadingTrivia(trivia.AddRange(next.LeadingTrivia)));
    }

    // The token after the last modifier.
    private static SyntaxToken NextToken(MemberDeclarationSyntax member)
        => member switch
        {
            BaseTypeDeclarationSyntax type => GetKeyword(type),
            BasePropertyDeclarationSyntax property => property.Type.GetFirstToken(),
            BaseFieldDeclarationSyntax field => field.Declaration.GetFirstToken(),
            MethodDeclarationSyntax method => method.ReturnType.GetFirstToken(),
            _ => member.GetFirstToken(),
        };

    private static SyntaxToken GetKeyword(BaseTypeDeclarationSyntax type)
        => type switch
        {
            TypeDeclarationSyntax declaration => declaration.Keyword,
            EnumDeclarationSyntax declaration => declaration.EnumKeyword,
            _ => type.Identifier,
        };
}
