using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes;

/// <summary>Edits <c>[SessionProperty]</c> and <c>[SessionModel]</c> where they are written.</summary>
internal static class SessionAttributeSyntax
{
    /// <summary>The attribute of a property or a model.</summary>
    public static AttributeSyntax? Of(MemberDeclarationSyntax member)
        => member.AttributeLists.SelectMany(static list => list.Attributes).FirstOrDefault(static attribute => IsOurs(attribute.Name));

    /// <summary>Gives the attribute a named argument, in place of one of that name.</summary>
    public static T WithArgument<T>(T member, string name, ExpressionSyntax value)
        where T : MemberDeclarationSyntax
        => Of(member) is { } attribute ? member.ReplaceNode(attribute, WithArgument(attribute, name, value)) : member;

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

    // By name alone: the rule that led here has bound it.
    private static bool IsOurs(NameSyntax name)
        => (name is QualifiedNameSyntax qualified ? qualified.Right : name is AliasQualifiedNameSyntax alias ? alias.Name : name)
            is SimpleNameSyntax { Identifier.ValueText: "SessionProperty" or "SessionPropertyAttribute" or "SessionModel" or "SessionModelAttribute" };
}
