using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using TypedSessions.Generator.Diagnostics.Shape;

namespace TypedSessions.CodeFixes.Shape;

/// <summary>Edits <c>SessionShape.Unshipped.txt</c>.</summary>
internal static class UnshippedShape
{
    /// <summary>Adds the lines that diagnostics carry, each in its project. A line replaces an earlier one about the same.</summary>
    public static async Task<Solution> AddAsync(
        Solution solution, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        foreach (var group in diagnostics.GroupBy(diagnostic => solution.GetDocument(diagnostic.Location.SourceTree)?.Project.Id))
        {
            if (group.Key is not null)
            {
                var lines = group.Select(static diagnostic => ShapeLine.Parse(ShapeProperties.Get(diagnostic))).OfType<ShapeLine>();
                solution = await AddAsync(solution.GetProject(group.Key)!, lines, cancellationToken).ConfigureAwait(false);
            }
        }

        return solution;
    }

    private static async Task<Solution> AddAsync(Project project, IEnumerable<ShapeLine> lines, CancellationToken cancellationToken)
    {
        if (Find(project, RecordedShape.UnshippedName) is not { } file)
        {
            var folder = Path.GetDirectoryName(Find(project, RecordedShape.ShippedName)?.FilePath ?? project.FilePath ?? "") ?? "";
            var text = SourceText.From(Merge("", lines));
            return project.AddAdditionalDocument(
                RecordedShape.UnshippedName, text, filePath: Path.Combine(folder, RecordedShape.UnshippedName)).Project.Solution;
        }

        var present = await file.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return project.Solution.WithAdditionalDocumentText(file.Id, SourceText.From(Merge(present.ToString(), lines), present.Encoding));
    }

    private static TextDocument? Find(Project project, string name)
        => project.AdditionalDocuments.FirstOrDefault(document => document.Name == name);

    // Comments first, then keys, members and enums, so that two branches that add lines seldom conflict.
    private static string Merge(string present, IEnumerable<ShapeLine> added)
    {
        var comments = new List<string>();
        var lines = new Dictionary<object, ShapeLine>();
        foreach (var text in present.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0))
        {
            if (ShapeLine.Parse(text) is { } line)
            {
                lines[line.Subject] = line;
            }
            else
            {
                comments.Add(text);
            }
        }

        foreach (var line in added)
        {
            lines[line.Subject] = line;
        }

        var ordered = lines.Values.OrderBy(static line => line.Kind is ShapeKind.Retired ? ShapeKind.Key : line.Kind)
            .ThenBy(static line => line.Owner, StringComparer.Ordinal)
            .ThenBy(static line => line.Name, StringComparer.Ordinal)
            .Select(static line => line.ToString());
        return string.Join("\n", comments.Concat(ordered)) + "\n";
    }
}
