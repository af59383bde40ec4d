using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes;

/// <summary>Edits <c>[SessionProperty]</c> and <c>[SessionModel]</c> where they are written.</summary>
internal static class SessionAttributeSyntax
{
    /// <summary>The attribute of a property or a model.</summary>
    public static AttributeSyntax? Find(MemberDeclarationSyntax member)
        => member.AttributeLists.SelectMany(static list => list.Attributes).FirstOrDefault(IsOurs);

    /// <summary>Gives the attribute a named argument, in place of one of that name.</summary>
    public static T WithArgument<T>(T member, string name, ExpressionSyntax value)
        where T : MemberDeclarationSyntax
        => Find(member) is { } attribute ? member.ReplaceNode(attribute, WithArgument(attribute, name, value)) : member;

    /// <summary>Gives an attribute a named argument, in place of one of that name.</summary>
    public static AttributeSyntax WithArgument(AttributeSyntax attribute, string name, ExpressionSyntax value)
    {
        value = value.WithoutTrivia();
        if (Argument(attribute, name) is { } given)
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

    /// <summary>Takes a named argument from an attribute, and the parentheses when it was the only one.</summary>
    public static AttributeSyntax WithoutArgument(AttributeSyntax attribute, string name)
        => Argument(attribute, name) is not { } given ? attribute
            : attribute.ArgumentList!.Arguments.Count == 1 ? attribute.WithArgumentList(null)
            : attribute.WithArgumentList(attribute.ArgumentList.WithArguments(attribute.ArgumentList.Arguments.Remove(given)));

    public static AttributeArgumentSyntax? Argument(AttributeSyntax attribute, string name)
        => attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);

    /// <summary>
    /// Adds an attribute: before a property on its line, before a type on a line of its own. Nothing where one of ours is there already.
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
        var list = List(name).WithLeadingTrivia(member.GetLeadingTrivia()).WithTrailingTrivia(after);
        member = member.WithoutLeadingTrivia();
        return (T)member.WithAttributeLists(member.AttributeLists.Insert(0, list));
    }

    /// <summary>Removes the attribute of a property or a positional parameter, and its brackets when it was alone in them.</summary>
    public static SyntaxNode Remove(SyntaxNode owner)
    {
        if (owner.DescendantNodes().OfType<AttributeSyntax>().FirstOrDefault(IsOurs) is not { Parent: AttributeListSyntax list } attribute)
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

    /// <summary>The name of another attribute of ours, with the namespace in front where this one has it.</summary>
    public static NameSyntax Sibling(NameSyntax attribute, string name)
        => attribute is QualifiedNameSyntax qualified
            ? qualified.WithRight(SyntaxFactory.IdentifierName(name)).WithoutTrivia()
            : SyntaxFactory.IdentifierName(name);

    /// <summary>Whether an attribute is ours, by name alone: the rule that led here has bound it.</summary>
    public static bool IsOurs(AttributeSyntax attribute)
        => (attribute.Name is QualifiedNameSyntax qualified ? qualified.Right : attribute.Name)
            is SimpleNameSyntax
        {
            Identifier.ValueText: "SessionProperty" or "SessionPropertyAttribute" or "SessionModel" or "SessionModelAttribute",
        };

    // Parsed, because what a factory makes has elastic trivia, and is put on a line of its own.
    private static AttributeListSyntax List(NameSyntax name)
        => SyntaxFactory.ParseMemberDeclaration($"[{name}] class C;")!.AttributeLists[0];
}
