using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes;

/// <summary>Edits the syntax of <c>[SessionProperty]</c> and <c>[SessionModel]</c>.</summary>
internal static class SessionAttributeSyntax
{
    /// <summary>Returns the attribute of a property or model.</summary>
    public static AttributeSyntax? Find(MemberDeclarationSyntax member)
        => member.AttributeLists.SelectMany(static list => list.Attributes).FirstOrDefault(IsSessionAttribute);

    /// <summary>Sets a named argument of a member's attribute.</summary>
    public static T WithArgument<T>(T member, string name, ExpressionSyntax value)
        where T : MemberDeclarationSyntax
        => Find(member) is { } attribute ? member.ReplaceNode(attribute, WithArgument(attribute, name, value)) : member;

    /// <summary>Sets a named argument of an attribute.</summary>
    public static AttributeSyntax WithArgument(AttributeSyntax attribute, string name, ExpressionSyntax value)
    {
        value = value.WithoutTrivia();
        if (FindArgument(attribute, name) is { } given)
        {
            return attribute.ReplaceNode(given.Expression, value.WithTriviaFrom(given.Expression));
        }

        var argument = SyntaxFactory.AttributeArgument(
            SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName(name).WithTrailingTrivia(SyntaxFactory.Space))
                .WithEqualsToken(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space)),
            null,
            value);
        var list = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        var arguments = list.Arguments.Count == 0
            ? list.Arguments.Add(argument)
            : SyntaxFactory.SeparatedList(
                list.Arguments.Append(argument),
                list.Arguments.GetSeparators().Append(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)));
        return attribute.WithArgumentList(list.WithArguments(arguments));
    }

    /// <summary>Removes a named argument of an attribute, and its parentheses if they become empty.</summary>
    public static AttributeSyntax WithoutArgument(AttributeSyntax attribute, string name)
        => FindArgument(attribute, name) is not { } given ? attribute
            : attribute.ArgumentList!.Arguments.Count == 1 ? attribute.WithArgumentList(null)
            : attribute.WithArgumentList(attribute.ArgumentList.WithArguments(attribute.ArgumentList.Arguments.Remove(given)));

    public static AttributeArgumentSyntax? FindArgument(AttributeSyntax attribute, string name)
        => attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);

    /// <summary>
    /// Adds an attribute, on the line of a property or on a separate line before a type, unless one of this library's is present.
    /// </summary>
    public static T Add<T>(T member, NameSyntax name)
        where T : MemberDeclarationSyntax
    {
        if (Find(member) is not null)
        {
            return member;
        }

        SyntaxTriviaList after = member is PropertyDeclarationSyntax
            ? [SyntaxFactory.Space]
            : [Trivia.GetLineBreak(member), .. Trivia.GetIndentation(member)];
        var list = CreateList(name).WithLeadingTrivia(member.GetLeadingTrivia()).WithTrailingTrivia(after);
        member = member.WithoutLeadingTrivia();
        return (T)member.WithAttributeLists(member.AttributeLists.Insert(0, list));
    }

    /// <summary>Removes the attribute of a property or a positional parameter, and empty brackets.</summary>
    public static SyntaxNode Remove(SyntaxNode owner)
    {
        if (owner.DescendantNodes().OfType<AttributeSyntax>()
            .FirstOrDefault(IsSessionAttribute) is not { Parent: AttributeListSyntax list } attribute)
        {
            return owner;
        }

        if (list.Attributes.Count > 1)
        {
            return owner.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(attribute)));
        }

        var leading = list.GetLeadingTrivia();
        owner = owner.TrackNodes(list);
        var next = owner.GetCurrentNode(list)!.GetLastToken().GetNextToken();
        owner = owner.ReplaceToken(next, next.WithLeadingTrivia(leading));
        return owner.RemoveNode(owner.GetCurrentNode(list)!, SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    /// <summary>Returns the name of another attribute of this library, qualified like this one.</summary>
    public static NameSyntax CreateSiblingName(NameSyntax attribute, string name)
        => attribute is QualifiedNameSyntax qualified
            ? qualified.WithRight(SyntaxFactory.IdentifierName(name)).WithoutTrivia()
            : SyntaxFactory.IdentifierName(name);

    /// <summary>Returns whether an attribute is one of this library's, by name alone: the rule has bound it.</summary>
    public static bool IsSessionAttribute(AttributeSyntax attribute)
        => (attribute.Name is QualifiedNameSyntax qualified ? qualified.Right : attribute.Name)
            is SimpleNameSyntax
        {
            Identifier.ValueText: "SessionProperty" or "SessionPropertyAttribute" or "SessionModel" or "SessionModelAttribute",
        };

    // Parsed, because factory methods add elastic trivia, which the formatter moves to a separate line.
    private static AttributeListSyntax CreateList(NameSyntax name)
        => SyntaxFactory.ParseMemberDeclaration($"[{name}] class C;")!.AttributeLists[0];
}
