using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Reads the words that an <c>.editorconfig</c> entry adds to the table of a rule.</summary>
internal static class ConfiguredWords
{
    /// <summary>The part of an entry before the rule's id: <c>dotnet_code_quality.TSES100.secret_names</c>.</summary>
    public const string Prefix = "dotnet_code_quality.";

    /// <summary>Returns the words of an entry, which commas separate.</summary>
    public static IReadOnlyCollection<string> Get(AnalyzerOptions options, SyntaxTree? file, string entry)
        => file is not null
            && options.AnalyzerConfigOptionsProvider.GetOptions(file).TryGetValue(entry, out var value)
                ? [.. value.Split(',').Select(static word => word.Trim()).Where(static word => word.Length > 0)]
                : [];

    /// <summary>Returns words in the form in which names are compared: <c>anmelden</c> for <c>An-Melden</c>.</summary>
    public static IReadOnlyCollection<string> GetNames(AnalyzerOptions options, SyntaxTree? file, string entry)
        => Get(options, file, entry) is { Count: > 0 } words
            ? [.. words.Select(static word => string.Concat(IdentifierWords.Split(word)))]
            : [];
}
