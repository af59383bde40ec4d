using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics.Secrets;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Architecture;

/// <summary>Keeps words that the .NET documentation would not use out of identifiers, comments and messages.</summary>
public sealed partial class VocabularyTests
{
    private static readonly HashSet<string> Extensions = [".cs", ".cshtml", ".csproj", ".js", ".json", ".md", ".props", ".razor", ".sh"];

    private static readonly string[] RemovedWords =
    [
        "anew", "brought", "company", "held", "led", "meanwhile", "mend", "mended", "mends", "moment", "moments", "nobody", "notice",
        "notices", "reckon", "reckoned", "reckons", "somebody", "stray", "tell", "tells", "told", "trouble", "troubles", "whoever",
        "be it", "go on from", "gone on", "of its own",
    ];

    [Theory]
    [InlineData("src")]
    [InlineData("samples")]
    [InlineData("templates")]
    public void Code_and_comments_use_no_removed_words(string folder)
        => Assert.Empty(
            from file in Directory.EnumerateFiles(Repository.GetPath(folder), "*", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(Repository.GetPath(folder), file).Replace('\\', '/')
            where Extensions.Contains(Path.GetExtension(file)) && !path.Split('/').Any(static part => part is "obj" or "bin")
            from word in FindRemovedWords(File.ReadAllText(file))
            select $"{folder}/{path}: {word}");

    // String literals are data of the tests, and so are the applications in these folders.
    [Fact]
    public void Identifiers_and_comments_of_tests_use_no_removed_words()
        => Assert.Empty(
            from file in SourceFile.ReadAll("tests")
            where !file.Path.StartsWith("Migration/", StringComparison.Ordinal)
                && !file.Path.StartsWith("TypedSessions.Generator.Tests/Corpus/", StringComparison.Ordinal)
            from word in FindRemovedWords(GetIdentifiersAndComments(file.Root))
            select $"{file.Path}: {word}");

    [Fact]
    public void Pages_use_no_removed_words_outside_of_code()
        => Assert.Empty(
            from file in Directory.EnumerateFiles(Repository.GetPath("docs"), "*.md", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(Repository.GetPath(), "*.md"))
            from word in FindRemovedWords(RemoveCode(File.ReadAllText(file)))
            select $"{Path.GetRelativePath(Repository.GetPath(), file)}: {word}");

    [Theory]
    [InlineData("Tell it.\n```csharp\nvar trouble = 1;\n```\nWhoever it is, `nobody` and `told`.", "tell, whoever")]
    [InlineData("A text\nof its\nown.", "of its own")]
    public void Words_on_pages_are_found_outside_of_code(string page, string words)
        => Assert.Equal(words, string.Join(", ", FindRemovedWords(RemoveCode(page))));

    [Theory]
    [InlineData("void TellCaller()", "tell")]
    [InlineData("// Of two, whoever comes first.", "whoever")]
    [InlineData("/// An instance of its\n/// own.", "of its own")]
    [InlineData("/// It cannot be. It must not tellingly hold.", null)]
    public void Words_are_found_in_identifiers_and_across_lines(string text, string? word)
        => Assert.Equal(word is null ? [] : [word], FindRemovedWords(text));

    [Fact]
    public void String_literals_of_tests_may_use_removed_words()
        => Assert.Equal(
            ["stray", "nobody", "anew"],
            FindRemovedWords(GetIdentifiersAndComments(SyntaxFactory.ParseCompilationUnit("""
                /// <summary>Nobody.</summary>
                class Stray { string Name => "told"; } // anew
                """))));

    private static string RemoveCode(string page) => InlineCode().Replace(CodeBlock().Replace(page, ";"), ";");

    private static string GetIdentifiersAndComments(SyntaxNode root)
    {
        var identifiers = root.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(static token => token.ValueText);
        var comments = root.DescendantTrivia().Select(static trivia => trivia.ToFullString())
            .Where(static text => text.Contains("//", StringComparison.Ordinal) || text.StartsWith("/*", StringComparison.Ordinal));
        return string.Join("; ", identifiers.Concat(comments));
    }

    // Phrases do not extend across punctuation.
    private static IEnumerable<string> FindRemovedWords(string text)
        => Punctuation().Split(text)
            .Select(static part => $" {string.Join(' ', IdentifierWords.Split(part))} ")
            .SelectMany(static part => RemovedWords.Where(word => part.Contains($" {word} ", StringComparison.Ordinal)));

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[.,:;!?(){}""]")]
    private static partial Regex Punctuation();
}
