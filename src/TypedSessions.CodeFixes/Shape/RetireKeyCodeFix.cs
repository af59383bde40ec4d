using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Shape;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Shape;

/// <summary>Adds a key that no property has to the model's <c>RetiredKeys</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RetireKeyCodeFix)), Shared]
public sealed class RetireKeyCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.KeyDisappeared];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        var key = ShapeProperties.Get(context.Diagnostic);
        if (context.Find<ClassDeclarationSyntax>() is { } syntax
            && context.Model.GetDeclaredSymbol(syntax, context.CancellationToken) is { } model
            && SessionAttributes.GetPrefix(model) is var prefix
            && key.StartsWith(prefix, StringComparison.Ordinal)
            && SessionAttributes.FindModelAttribute(model)?.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken) is
                AttributeSyntax attribute)
        {
            yield return context.CreateFix(
                $"Retire '{key}'",
                nameof(RetireKeyCodeFix),
                [attribute],
                (editor, node) => editor.ReplaceNode(node, (current, _) => Retire((AttributeSyntax)current, key.Substring(prefix.Length))));
        }
    }

    private static AttributeSyntax Retire(AttributeSyntax attribute, string key)
    {
        var present = SessionAttributeSyntax.FindArgument(attribute, KnownNames.RetiredKeys)?.Expression switch
        {
            CollectionExpressionSyntax collection => collection.Elements.Select(static element => element.ToString()),
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.Select(static element => element.ToString()),
            ArrayCreationExpressionSyntax { Initializer: { } values } => values.Expressions.Select(static element => element.ToString()),
            _ => [],
        };
        var keys = string.Join(", ", present.Append(SymbolDisplay.FormatLiteral(key, quote: true)));
        return SessionAttributeSyntax.WithArgument(attribute, KnownNames.RetiredKeys, SyntaxFactory.ParseExpression($"[{keys}]"));
    }
}
