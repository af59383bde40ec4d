using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Reads the words that an <c>.editorconfig</c> entry adds to the table of a rule.</summary>
internal static class ConfiguredWords
{
    /// <summary>Returns the words of <c>dotnet_code_quality.[id].[option]</c>, separated by commas.</summary>
    public static IReadOnlyCollection<string> Get(AnalyzerOptions options, SyntaxTree? file, string id, string option)
        => file is not null
            && options.AnalyzerConfigOptionsProvider.GetOptions(file).TryGetValue($"dotnet_code_quality.{id}.{option}", out var value)
                ? [.. value.Split(',').Select(static word => word.Trim()).Where(static word => word.Length > 0)]
                : [];

    /// <summary>Returns words in the form in which names are compared: <c>anmelden</c> for <c>An-Melden</c>.</summary>
    public static IReadOnlyCollection<string> GetNames(AnalyzerOptions options, SyntaxTree? file, string id, string option)
        => Get(options, file, id, option) is { Count: > 0 } words
            ? [.. words.Select(static word => string.Concat(IdentifierWords.Split(word)))]
            : [];
}
