using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>An additional file of the project, which a test declares as a build property whose name ends with <c>.txt</c>.</summary>
internal sealed class AdditionalFile(string path, string text) : AdditionalText
{
    public override string Path => path;

    public static ImmutableArray<AdditionalText> GetAll(ImmutableDictionary<string, string>? buildProperties)
        => [.. (buildProperties ?? ImmutableDictionary<string, string>.Empty).Where(static property => IsName(property.Key))
            .Select(static property => new AdditionalFile(property.Key, property.Value))];

    public static bool IsName(string property) => property.EndsWith(".txt", StringComparison.Ordinal);

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
