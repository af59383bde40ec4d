using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Tutorial;

/// <summary>
/// Extracts listings from the embedded source files, so that a page shows the code it runs. Relies on this repository's formatting: a
/// handler is a block that ends at the first closing brace with its indentation.
/// </summary>
internal static partial class SourceCode
{
    private const RegexOptions Block = RegexOptions.Multiline | RegexOptions.Singleline;

    private static readonly ConcurrentDictionary<(string Method, string File), IReadOnlyList<Listing>> Known = new();

    /// <summary>Returns a handler with the line that maps it, and the models that it uses.</summary>
    public static IReadOnlyList<Listing> Read(string method, string file)
        => Known.GetOrAdd((method, file), static key => [.. Cut(key.Method, key.File)]);

    /// <summary>Returns a whole file.</summary>
    public static Listing WholeFile(string file) => new(file, Read(file).Trim());

    private static IEnumerable<Listing> Cut(string method, string file)
    {
        var source = Read(file);
        var handler = Handler(source, method);
        yield return new Listing(file, $"{Mapping(source, method)}\n\n{handler}");

        foreach (var model in ModelName().Matches(handler).Select(match => match.Value).Distinct().Where(Exists))
        {
            yield return new Listing(model + ".cs", Declaration(Read(model + ".cs")));
        }
    }

    private static string Mapping(string source, string method)
        => Dedent(Regex.Match(source, $@"app\.Map\w+\([^\n]*, {method}\)[^\n]*;").Value);

    private static string Handler(string source, string method)
        => Dedent(Regex.Match(source, $@"^    private static [^\n]* {method}\(.*?\n    \}}$", Block).Value);

    private static string Declaration(string source) => source[source.IndexOf("[SessionModel", StringComparison.Ordinal)..].Trim();

    private static string Dedent(string code) => Regex.Replace(code, "^    ", "", RegexOptions.Multiline);

    private static bool Exists(string model) => Assembly.GetExecutingAssembly().GetManifestResourceInfo(model + ".cs") is not null;

    private static string Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"'{file}' is not embedded in the site.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\b[A-Z]\w*Session\b")]
    private static partial Regex ModelName();
}
