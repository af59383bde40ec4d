using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.SetUp;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Adds the missing call after the line that creates the builder or the application.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddSetUpCodeFix)), Shared]
public sealed class AddSetUpCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ServicesMissing, DiagnosticIds.MiddlewareMissing];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Diagnostic.AdditionalLocations.FirstOrDefault() is { SourceTree: { } tree } made
            && Lines.Find(tree.GetRoot(context.CancellationToken).FindNode(made.SourceSpan)) is { } line
            && Lines.GetStatement(line) is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables })
        {
            var variable = variables[0].Identifier.ValueText;
            yield return context.Diagnostic.Id == DiagnosticIds.ServicesMissing
                ? Insert(
                    context,
                    "Add 'AddTypedSessions()' with the memory engine",
                    line,
                    $"{variable}.Services.AddTypedSessions().UseMemory(){GetModelCalls(context)};")
                : Insert(context, "Add 'UseTypedSessions()'", GetLineAfterRouting(line, variable), $"{variable}.UseTypedSessions();");
        }
    }

    private static Fix Insert(FixContext context, string title, SyntaxNode line, string statement)
        => context.CreateFix(
            title,
            nameof(AddSetUpCodeFix) + context.Diagnostic.Id,
            [line],
            (editor, before) => editor.InsertAfter(
                before,
                Lines.CreateLike(before, statement).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation)));

    private static string GetModelCalls(FixContext context)
        => context.Diagnostic.Properties.TryGetValue(PropertyNames.Models, out var models) && models is { Length: > 0 }
            ? string.Concat(models.Split(';').Select(static model => $".AddModel<{model}>()"))
            : "";

    // After UseRouting, where the endpoint is known.
    private static SyntaxNode GetLineAfterRouting(SyntaxNode line, string variable)
        => line.Parent!.ChildNodes().FirstOrDefault(
            it => Lines.IsOneCall(it) && it.ToString().StartsWith(variable + ".UseRouting(", StringComparison.Ordinal))
            ?? line;
}
