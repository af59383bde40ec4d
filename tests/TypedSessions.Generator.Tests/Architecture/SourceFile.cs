using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Architecture;

/// <summary>A file of code.</summary>
/// <param name="Path">The path relative to the folder that was read, with slashes.</param>
/// <param name="Tree">The syntax of the file.</param>
internal sealed record SourceFile(string Path, SyntaxTree Tree)
{
    /// <summary>The folder relative to the project, such as <c>Engines/Files</c>; empty for the project's root.</summary>
    public string Folder => string.Join('/', Path.Split('/')[1..^1]);

    /// <summary>The name of the project.</summary>
    public string Project => Path.Split('/')[0];

    public CompilationUnitSyntax Root => Tree.GetCompilationUnitRoot();

    public IReadOnlyList<string> Lines => Tree.GetText().ToString().Split('\n');

    /// <summary>The top-level types of the file.</summary>
    public IEnumerable<BaseTypeDeclarationSyntax> Types
        => Root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<BaseTypeDeclarationSyntax>();

    /// <summary>Reads the files below a folder of the repository. Snapshots of generated files are not code.</summary>
    public static IReadOnlyList<SourceFile> ReadAll(params string[] folder)
    {
        var root = Repository.GetPath(folder);
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(file => (Full: file, Path: System.IO.Path.GetRelativePath(root, file).Replace('\\', '/')))
                .Where(static file => !file.Path.EndsWith(".verified.cs", StringComparison.Ordinal))
                .Where(static file => !file.Path.Split('/').Any(static part => part is "obj" or "bin"))
                .OrderBy(static file => file.Path, StringComparer.Ordinal)
                .Select(static file => new SourceFile(file.Path, Parse(file.Full))),
        ];
    }

    private static SyntaxTree Parse(string file)
        => CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview), file);
}
