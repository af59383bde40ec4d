using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Adds the attribute to a partial property of a model without an implementation, which is a compiler error.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddSessionPropertyCodeFix)), Shared]
public sealed class AddSessionPropertyCodeFix : SessionCodeFix
{
    /// <summary>"Partial property must have an implementation part."</summary>
    private const string NoImplementation = "CS9248";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [NoImplementation];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<PropertyDeclarationSyntax>() is { } property
            && context.Model.GetDeclaredSymbol(property, context.CancellationToken) is { IsStatic: false } symbol
            && SessionAttributes.FindPropertyAttribute(symbol) is null
            && SessionAttributes.FindModelAttribute(symbol.ContainingType)?.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken)
                is AttributeSyntax model)
        {
            var name = SessionAttributeSyntax.CreateSiblingName(model.Name, "SessionProperty");
            yield return context.CreateFix(
                "Add [SessionProperty]",
                nameof(AddSessionPropertyCodeFix),
                editor => editor.ReplaceNode(
                    property, (current, _) => SessionAttributeSyntax.Add((PropertyDeclarationSyntax)current, name)));
        }
    }
}
