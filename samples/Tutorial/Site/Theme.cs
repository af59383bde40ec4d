namespace Tutorial;

/// <summary>A part of the site with related pages.</summary>
/// <param name="Name">The name in the navigation.</param>
/// <param name="Title">The heading of its pages.</param>
/// <param name="Summary">A summary in one or two sentences.</param>
/// <param name="Steps">The pages, in the order in which to visit them.</param>
public sealed record Theme(string Name, string Title, string Summary, params IReadOnlyList<Step> Steps)
{
    /// <summary>Gets the paths that are not in the navigation: the targets of forms.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Returns whether a path belongs to the theme, with or without a trailing slash.</summary>
    public bool Has(string path) => Steps.Any(step => step.Is(path)) || Targets.Any(target => SiteMap.AreSame(target, path));
}
