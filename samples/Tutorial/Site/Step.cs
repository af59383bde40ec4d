namespace Tutorial;

/// <summary>A page in the navigation.</summary>
/// <param name="Path">The path.</param>
/// <param name="Label">The text of the link.</param>
public sealed record Step(string Path, string Label)
{
    /// <summary>Returns whether a path is this page's, with or without a trailing slash.</summary>
    public bool Is(string path) => SiteMap.AreSame(Path, path);
}
