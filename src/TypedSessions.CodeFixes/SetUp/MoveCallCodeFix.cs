using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.SetUp;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Moves a call that is in the wrong order, if both are separate lines.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveCallCodeFix)), Shared]
public sealed class MoveCallCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.SessionBeforeMiddleware, DiagnosticIds.SessionBeforeResponseCaching, DiagnosticIds.MiddlewareBeforeRouting];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Diagnostic.AdditionalLocations.Count == 0
            || Lines.Find(context.Node) is not { Parent: { } parent } reported
            || Lines.Find(context.Root.FindNode(context.Diagnostic.AdditionalLocations[0].SourceSpan)) is not { } other
            || other.Parent != parent
            || other == reported)
        {
            yield break;
        }

        var isBehind = context.Diagnostic.Id == DiagnosticIds.MiddlewareBeforeRouting;
        var (line, anchor) = isBehind ? (reported, other) : (other, reported);
        if (!Lines.IsOneCall(line) || (isBehind && !context.Diagnostic.Properties.ContainsKey(PropertyNames.CanMove)))
        {
            yield break;
        }

        yield return context.CreateFix(
            $"Move '{GetName(line)}' {(isBehind ? "down" : "up")}",
            nameof(MoveCallCodeFix),
            editor =>
            {
                editor.TrackNode(line);
                editor.TrackNode(anchor);
                editor.ReplaceNode(
                    parent, (current, _) => Lines.Move(current, current.GetCurrentNode(line)!, current.GetCurrentNode(anchor)!, isBehind));
            });
    }

    private static string GetName(SyntaxNode line) => Lines.GetStatement(line)!.ToString().TrimEnd(';');
}
