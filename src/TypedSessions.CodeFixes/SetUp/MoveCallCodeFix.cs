using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.SetUp;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Moves the call that comes too late or too early, where each of the two is a line of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveCallCodeFix)), Shared]
public sealed class MoveCallCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.SessionBeforeMiddleware, DiagnosticIds.SessionBeforeResponseCaching, DiagnosticIds.MiddlewareBeforeRouting];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Diagnostic.AdditionalLocations.Count == 0
            || Lines.Find(place.Node) is not { Parent: { } parent } reported
            || Lines.Find(place.Root.FindNode(place.Diagnostic.AdditionalLocations[0].SourceSpan)) is not { } other
            || other.Parent != parent
            || other == reported)
        {
            yield break;
        }

        var isBehind = place.Diagnostic.Id == DiagnosticIds.MiddlewareBeforeRouting;
        var (line, anchor) = isBehind ? (reported, other) : (other, reported);
        if (!Lines.IsOneCall(line) || (isBehind && !place.Diagnostic.Properties.ContainsKey(PropertyNames.CanMove)))
        {
            yield break;
        }

        yield return place.Fix(
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

    private static string GetName(SyntaxNode line) => Lines.Statement(line)!.ToString().TrimEnd(';');
}
