using System.Reflection;
using System.Text.RegularExpressions;

namespace Tutorial;

/// <summary>Code of this site: the regions of one name in an embedded source file.</summary>
/// <param name="Name">The request that runs the code, such as "GET /set/", or the model that it declares.</param>
/// <param name="File">The name of the file.</param>
/// <param name="Code">The code.</param>
public sealed partial record Excerpt(string Name, string File, string Code)
{
    private static readonly IReadOnlyList<Excerpt> All =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().SelectMany(Read)];

    /// <summary>Returns what a request runs, followed by the models that occur in it.</summary>
    public static IReadOnlyList<Excerpt> Find(string request)
    {
        var handlers = All.Where(excerpt => excerpt.Name.Equals(request, StringComparison.OrdinalIgnoreCase)).ToList();
        var models = All.Where(excerpt => handlers.Exists(handler => handler.Code.Contains(excerpt.Name, StringComparison.Ordinal)));
        return [.. handlers, .. models];
    }

    private static IEnumerable<Excerpt> Read(string file)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!);
        return [.. from Match region in Region().Matches(reader.ReadToEnd().ReplaceLineEndings("\n"))
                   group Dedent(region) by region.Groups["name"].Value into regions
                   select new Excerpt(regions.Key, file, string.Join("\n\n", regions))];
    }

    private static string Dedent(Match region)
        => $"\n{region.Groups["code"]}".Replace($"\n{region.Groups["indentation"]}", "\n", StringComparison.Ordinal).Trim('\n');

    [GeneratedRegex(
        @"^(?<indentation> *)#region (?<name>.+?)\n(?<code>.*?)\n *#endregion", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}
