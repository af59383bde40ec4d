using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>
/// An application of the corpus: a folder or a file in <c>Corpus</c>. Each file in <c>HalfTyped</c> is a separate application that need
/// not compile. Every expected diagnostic is marked with <c>{|TSES030:…|}</c>.
/// </summary>
internal sealed record CorpusApplication(string Name, IReadOnlyList<string> Sources, bool IsHalfTyped)
{
    private const string HalfTyped = "HalfTyped";

    // The implicit usings of the web SDK.
    private const string ImplicitUsings = """
        global using System.IO;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly string Folder = Path.Combine(FindProject(), "Corpus");

    /// <summary>The names of all applications.</summary>
    public static IEnumerable<string> Names
        => Directory.EnumerateFileSystemEntries(Folder)
            .SelectMany(static entry => Path.GetFileName(entry) == HalfTyped ? Directory.EnumerateFiles(entry) : [entry])
            .Select(static entry => Path.GetRelativePath(Folder, entry).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static int FileCount => Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories).Count();

    public static CorpusApplication Read(string name)
    {
        var path = Path.Combine(Folder, name);
        string[] files = File.Exists(path) ? [path] : [.. Directory.EnumerateFiles(path, "*.cs").Order(StringComparer.Ordinal)];
        return new(name, [.. files.Select(File.ReadAllText)], name.StartsWith(HalfTyped, StringComparison.Ordinal));
    }

    /// <summary>Asserts that exactly the marked diagnostics are reported.</summary>
    public Task Verify()
        => (AnalyzerTest.Create("") with { IsHalfTyped = IsHalfTyped, IsWholeProgram = true }).Verify([.. Sources, ImplicitUsings]);

    /// <summary>
    /// Returns the application with the first <paramref name="part"/> of <paramref name="parts"/> parts of each file.
    /// </summary>
    public CSharpCompilation Cut(int part, int parts)
        => AnalyzerTestProject.Compile(LanguageVersion.CSharp13, [.. Sources.Select(source => Cut(source, part, parts)), ImplicitUsings]);

    private static string Cut(string marked, int part, int parts)
    {
        var (source, _) = AnalyzerTestMarkup.Parse(marked, "", "");
        var tokens = CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().ToArray();
        var last = tokens[(tokens.Length - 1) * part / parts];
        return source[..last.Span.End];
    }

    private static string FindProject()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TypedSessions.Generator.Tests.csproj")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run below their project.");
        }

        return folder.FullName;
    }
}
