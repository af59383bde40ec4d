using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Selects the generated code of views and components (<c>.cshtml</c>, <c>.razor</c>), which is mapped to their file.</summary>
internal static class Views
{
    private static readonly KeywordFilter Mapped = new("#line");

    /// <summary>Returns whether a project has views.</summary>
    public static bool Exist(Compilation compilation) => compilation.SyntaxTrees.Any(Mapped.Matches);

    /// <summary>Returns whether a file is the user's code or the generated code of a view.</summary>
    public static bool IsCodeOrView(SemanticModelAnalysisContext file)
        => !file.IsGeneratedCode || Mapped.Matches(file.SemanticModel.SyntaxTree);

    /// <summary>Returns whether a location is in the user's code, or in a part of a view that <c>#line</c> maps to the view.</summary>
    public static bool CanReport(Location location, bool isGenerated)
        => !isGenerated
            || (location.SourceTree is { } file
                && file.GetMappedLineSpan(location.SourceSpan).HasMappedPath
                && file.GetLineVisibility(location.SourceSpan.Start) == LineVisibility.Visible);
}
