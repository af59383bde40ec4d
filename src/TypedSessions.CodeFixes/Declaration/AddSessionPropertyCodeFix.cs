using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Adds the attribute to a partial property of a model that nothing implements, which is an error of the compiler's.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddSessionPropertyCodeFix)), Shared]
public sealed class AddSessionPropertyCodeFix : SessionCodeFix
{
    /// <summary>"Partial property must have an implementation part."</summary>
    private const string NoImplementation = "CS9248";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [NoImplementation];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<PropertyDeclarationSyntax>() is { } property
            && place.Model.GetDeclaredSymbol(property, place.Cancellation) is { IsStatic: false } symbol
            && SessionAttributes.OfProperty(symbol) is null
            && SessionAttributes.OfModel(symbol.ContainingType)?.ApplicationSyntaxReference?.GetSyntax(place.Cancellation)
                is AttributeSyntax model)
        {
            var name = SessionAttributeSyntax.Sibling(model.Name, "SessionProperty");
            yield return place.Fix(
                "Add [SessionProperty]",
                nameof(AddSessionPropertyCodeFix),
                editor => editor.ReplaceNode(
                    property, (current, _) => SessionAttributeSyntax.Add((PropertyDeclarationSyntax)current, name)));
        }
    }
}
