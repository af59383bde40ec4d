using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Tests.Architecture;

/// <summary>The rules for the code in <c>src</c>. The lengths of files and lines apply to the samples and the tests as well.</summary>
public sealed class ArchitectureTests
{
    private const int MaxTypeLines = 350;
    private const int MaxFileLines = 300;
    private const int MaxColumns = 140;
    private const string Runtime = "TypedSessions";

    // Lowest first. No floor refers to a higher one.
    private static readonly string[] Floors = ["Storage", "Diagnostics", "Engines", "Sessions", "Models", "Http", "Integration", "Hosting"];

    private static readonly IReadOnlyList<SourceFile> Files = SourceFile.ReadAll("src");

    private static readonly IReadOnlyList<SourceFile> AllFiles =
        [.. Files, .. SourceFile.ReadAll("samples"), .. SourceFile.ReadAll("tests")];

    [Fact]
    public void No_type_is_longer_than_the_limit() => Assert.Empty(
        from file in Files
        from type in file.Types
        group type.GetText().Lines.Count by $"{file.Project}/{GetName(type)}" into parts
        where parts.Sum() > MaxTypeLines
        select parts.Key);

    [Fact]
    public void No_file_is_longer_than_the_limit()
        => Assert.Empty(AllFiles.Where(static file => file.Lines.Count > MaxFileLines).Select(static file => file.Path));

    [Fact]
    public void No_line_is_longer_than_the_limit()
        => Assert.Empty(
            AllFiles.Where(static file => file.Lines.Any(static line => line.Length > MaxColumns)).Select(static file => file.Path));

    [Fact]
    public void The_namespace_of_an_internal_type_is_its_folder() => Assert.Empty(
        from file in Files
        from type in file.Types
        where !type.Modifiers.Any(static modifier => modifier.IsKind(SyntaxKind.PublicKeyword))
        where !IsPolyfill(type)
        where GetNamespace(type) != $"{file.Project}.{file.Folder.Replace('/', '.')}".TrimEnd('.')
        select $"{file.Path} {type.Identifier.ValueText}");

    [Fact]
    public void No_floor_refers_to_a_higher_one() => Assert.Empty(
        from reference in new FolderReferences(Files.Where(static file => file.Project == Runtime)).Find()
        where GetFloor(reference.From) < GetFloor(reference.To)
        select $"{reference.File} {reference.Name}");

    [Fact]
    public void No_folders_refer_to_each_other_in_a_circle() => Assert.Empty(
        from project in Files.GroupBy(static file => file.Project)
        from circle in FindCircles(
            new FolderReferences(project).Find().Select(static reference => (reference.From, reference.To)).Distinct())
        select $"{project.Key}: {circle}");

    private static int GetFloor(string folder) => Array.IndexOf(Floors, folder.Split('/')[0]);

    private static string GetNamespace(BaseTypeDeclarationSyntax type)
        => type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Single().Name.ToString();

    // The compiler finds such a type by its full name.
    private static bool IsPolyfill(BaseTypeDeclarationSyntax type) => GetNamespace(type).StartsWith("System.", StringComparison.Ordinal);

    private static string GetName(BaseTypeDeclarationSyntax type)
        => type is TypeDeclarationSyntax { TypeParameterList.Parameters.Count: > 0 and var count }
            ? $"{type.Identifier.ValueText}`{count}"
            : type.Identifier.ValueText;

    // Two folders are in a circle if each can be reached from the other.
    private static IEnumerable<string> FindCircles(IEnumerable<(string From, string To)> references)
    {
        var targets = references.ToLookup(static reference => reference.From, static reference => reference.To);
        var reached = targets.ToDictionary(static folder => folder.Key, folder => Reach(folder.Key, targets));
        return from folder in reached
               from other in folder.Value
               where string.CompareOrdinal(folder.Key, other) < 0 && reached.TryGetValue(other, out var back) && back.Contains(folder.Key)
               select $"{folder.Key} {other}";
    }

    private static HashSet<string> Reach(string start, ILookup<string, string> targets)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([start]);
        while (open.TryPop(out var folder))
        {
            foreach (var target in targets[folder].Where(reached.Add))
            {
                open.Push(target);
            }
        }

        return reached;
    }
}
