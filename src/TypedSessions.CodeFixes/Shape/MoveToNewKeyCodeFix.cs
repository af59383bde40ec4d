using System.Collections.Immutable;
using System.Composition;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Shape;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Shape;

/// <summary>Gives a property whose type has changed a new key, with an upgrade to complete.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveToNewKeyCodeFix)), Shared]
public sealed class MoveToNewKeyCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.KeyChangedType];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<PropertyDeclarationSyntax>() is not { } syntax
            || context.Model.GetDeclaredSymbol(syntax, context.CancellationToken) is not { } property
            || FormerKeys.GetAll(SessionAttributes.FindPropertyAttribute(property)).Length > 0)
        {
            yield break;
        }

        var key = SessionAttributes.GetKey(property).Substring(SessionAttributes.GetPrefix(property.ContainingType).Length);
        var newKey = CreateKey(property, key);
        yield return context.CreateFix(
            $"Give '{property.Name}' the key '{newKey}', with an upgrade from '{key}'",
            nameof(MoveToNewKeyCodeFix),
            editor =>
            {
                editor.ReplaceNode(syntax, (current, _) => WithKeys((PropertyDeclarationSyntax)current, newKey, key));
                editor.InsertAfter(syntax, CreateUpgrade(syntax, property, key, ShapeProperties.Get(context.Diagnostic)));
            });
    }

    private static PropertyDeclarationSyntax WithKeys(PropertyDeclarationSyntax property, string key, string formerKey)
    {
        property = SessionAttributeSyntax.WithArgument(property, KnownNames.Key, Literal(key));
        return SessionAttributeSyntax.WithArgument(
            property, KnownNames.FormerKeys, SyntaxFactory.ParseExpression($"[{Literal(formerKey)}]"));
    }

    private static MemberDeclarationSyntax CreateUpgrade(
        PropertyDeclarationSyntax syntax, IPropertySymbol property, string key, string recordedType)
    {
        var indentation = Trivia.GetIndentation(syntax).ToFullString();
        var lineBreak = Trivia.GetLineBreak(syntax).ToString();
        var attribute = SessionAttributeSyntax.CreateSiblingName(SessionAttributeSyntax.Find(syntax)!.Name, "SessionUpgrade");
        var method = $"{lineBreak}{indentation}[{attribute}(nameof({property.Name}))]{lineBreak}"
            + $"{indentation}private static {GetValueType(syntax, property)} Upgrade{property.Name}({GetCSharpType(recordedType)} stored)"
            + $" => throw new System.NotImplementedException();{lineBreak}";
        return SyntaxFactory.ParseMemberDeclaration(method)!;
    }

    private static string CreateKey(IPropertySymbol property, string key)
    {
        var taken = property.ContainingType.GetMembers().OfType<IPropertySymbol>()
            .Where(static other => SessionAttributes.FindPropertyAttribute(other) is not null)
            .Select(static other => SessionAttributes.GetKey(other))
            .ToArray();
        var prefix = SessionAttributes.GetPrefix(property.ContainingType);
        var number = 2;
        while (taken.Contains(prefix + Number(key, number), StringComparer.OrdinalIgnoreCase))
        {
            number++;
        }

        return Number(key, number);
    }

    // The pattern of a map gets the number before the item, so that no item's key fits both: cart2-{0}.
    private static string Number(string key, int number)
        => SessionMaps.HasPlaceholder(key) && !key.StartsWith("{0}", StringComparison.Ordinal)
            ? Regex.Replace(key, @"^\w*", match => match.Value + number)
            : key + number;

    private static TypeSyntax GetValueType(PropertyDeclarationSyntax syntax, IPropertySymbol property)
        => (SessionMaps.IsMap(property.Type)
            ? syntax.Type.DescendantNodesAndSelf().OfType<GenericNameSyntax>().First().TypeArgumentList.Arguments[1]
            : syntax.Type).WithoutTrivia();

    // The types of a shape file are C# but for collections; what a codec has stored is read as bytes.
    private static string GetCSharpType(string recordedType)
        => recordedType.Contains(" ") ? "byte[]"
            : Regex.Replace(
                Regex.Replace(recordedType, @"\blist<", "System.Collections.Generic.List<"),
                @"\bmap<",
                "System.Collections.Generic.Dictionary<");

    private static LiteralExpressionSyntax Literal(string text)
        => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text));
}
