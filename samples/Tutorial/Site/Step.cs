namespace Tutorial;

/// <summary>A page that can be reached by a link.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Label">What the link says.</param>
public sealed record Step(string Path, string Label)
{
    /// <summary>Whether a path, with or without its last slash, is this page's.</summary>
    public bool Is(string path) => SiteMap.AreSame(Path, path);
}
