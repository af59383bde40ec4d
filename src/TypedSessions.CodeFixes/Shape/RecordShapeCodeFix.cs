using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Shape;

namespace TypedSessions.CodeFixes.Shape;

/// <summary>Writes what the models store to <c>SessionShape.Unshipped.txt</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RecordShapeCodeFix)), Shared]
public sealed class RecordShapeCodeFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ShapeNotRecorded];

    public override FixAllProvider GetFixAllProvider() => RecordAll.Instance;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            var line = ShapeProperties.Get(diagnostic);
            var action = CodeAction.Create(
                $"Record '{line}'",
                cancellationToken => UnshippedShape.AddAsync(context.Document.Project.Solution, [diagnostic], cancellationToken),
                nameof(RecordShapeCodeFix));
            context.RegisterCodeFix(action, diagnostic);
        }

        return Task.CompletedTask;
    }

    // Not the provider of the other fixes, which edits documents.
    private sealed class RecordAll : FixAllProvider
    {
        public static readonly RecordAll Instance = new();

        public override Task<CodeAction?> GetFixAsync(FixAllContext context)
            => Task.FromResult<CodeAction?>(CodeAction.Create(
                "Record what sessions store",
                async cancellationToken => await UnshippedShape.AddAsync(
                    context.Solution,
                    await BatchFixAllProvider.GetDiagnostics(context.WithCancellationToken(cancellationToken)).ConfigureAwait(false),
                    cancellationToken).ConfigureAwait(false),
                context.CodeActionEquivalenceKey));
    }
}
