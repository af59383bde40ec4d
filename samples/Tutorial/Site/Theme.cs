namespace Tutorial;

/// <summary>A part of the site: one theme, the pages of one source document.</summary>
/// <param name="Name">Its name in the navigation.</param>
/// <param name="Title">The heading of its pages.</param>
/// <param name="Summary">What it shows, in a sentence or two.</param>
/// <param name="Steps">Its pages, in the order in which to try them.</param>
public sealed record Theme(string Name, string Title, string Summary, params IReadOnlyList<Step> Steps)
{
    /// <summary>Paths of the theme that are not in the navigation: the targets of its forms.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Whether a path, with or without its last slash, is one of the theme's.</summary>
    public bool Has(string path) => Steps.Any(step => step.Is(path)) || Targets.Any(target => SiteMap.AreSame(target, path));
}
