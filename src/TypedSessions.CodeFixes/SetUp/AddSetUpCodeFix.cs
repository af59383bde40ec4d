using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.SetUp;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Adds the call that is missing behind the line that makes the builder or the application.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddSetUpCodeFix)), Shared]
public sealed class AddSetUpCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ServicesMissing, DiagnosticIds.MiddlewareMissing];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Diagnostic.AdditionalLocations.FirstOrDefault() is { SourceTree: { } tree } made
            && Lines.Find(tree.GetRoot(place.Cancellation).FindNode(made.SourceSpan)) is { } line
            && Lines.Statement(line) is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables })
        {
            var variable = variables[0].Identifier.ValueText;
            yield return place.Diagnostic.Id == DiagnosticIds.ServicesMissing
                ? Insert(
                    place,
                    "Add 'AddTypedSessions()', in memory",
                    line,
                    $"{variable}.Services.AddTypedSessions().UseMemory(){Models(place)};")
                : Insert(place, "Add 'UseTypedSessions()'", BehindRouting(line, variable), $"{variable}.UseTypedSessions();");
        }
    }

    private static Fix Insert(FixPlace place, string title, SyntaxNode line, string statement)
        => place.Fix(
            title,
            nameof(AddSetUpCodeFix) + place.Diagnostic.Id,
            [line],
            (editor, before) => editor.InsertAfter(
                before,
                Lines.Like(before, statement).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation)));

    private static string Models(FixPlace place)
        => place.Diagnostic.Properties.TryGetValue(PropertyNames.Models, out var models) && models is { Length: > 0 }
            ? string.Concat(models.Split(';').Select(static model => $".AddModel<{model}>()"))
            : "";

    // The endpoint is known behind it.
    private static SyntaxNode BehindRouting(SyntaxNode line, string variable)
        => line.Parent!.ChildNodes().FirstOrDefault(
            it => Lines.IsOneCall(it) && it.ToString().StartsWith(variable + ".UseRouting(", StringComparison.Ordinal))
            ?? line;
}
