using System.Net;
using System.Text.RegularExpressions;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>A page of the built site: its anchors and its links.</summary>
internal sealed partial class HtmlPage(string path)
{
    private readonly string _html = File.ReadAllText(path);
    private HashSet<string>? _anchors;

    public string Path => path;

    /// <summary>The links of the page that stay on the site.</summary>
    public IEnumerable<string> Links => Link().Matches(_html)
        .Select(static match => WebUtility.HtmlDecode(match.Groups["target"].Value))
        .Where(static target => target.Length > 0 && !IsAbsolute().IsMatch(target));

    public bool HasAnchor(string anchor)
        => (_anchors ??= [.. Id().Matches(_html).Select(static match => WebUtility.HtmlDecode(match.Groups["id"].Value))]).Contains(anchor);

    [GeneratedRegex("""\s(href|src|srcset)="(?<target>[^"]*)["]""")]
    private static partial Regex Link();

    [GeneratedRegex("""\sid="(?<id>[^"]*)["]""")]
    private static partial Regex Id();

    [GeneratedRegex("^([a-z]+:|//)")]
    private static partial Regex IsAbsolute();
}
