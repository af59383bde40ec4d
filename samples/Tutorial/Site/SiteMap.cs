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

/// <summary>A page that can be reached by a link.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Label">What the link says.</param>
public sealed record Step(string Path, string Label)
{
    /// <summary>Whether a path, with or without its last slash, is this page's.</summary>
    public bool Is(string path) => SiteMap.AreSame(Path, path);
}

/// <summary>The themes of the site.</summary>
internal static class SiteMap
{
    /// <summary>In the order of the navigation.</summary>
    public static IReadOnlyList<Theme> Themes { get; } =
    [
        new("Book", "One value", "Set the name of a book on one page, and read it on another.",
            new("/setsession/", "Set"), new("/getsession/", "Get")),
        new("Name", "Set, get, delete", "Two values in one session. Deleting one leaves the other, and deleting it twice is no error.",
            new("/set/", "Set"), new("/get/", "Get"), new("/del/", "Delete")),
        new("Login", "Signing in and out", "Signing in gives the session a new id, so an old copy of the cookie is worth nothing. Signing out ends it for good.",
            new("/myapp/connection/", "Sign in"), new("/myapp/logout/", "Sign out")) { Targets = ["/myapp/login/"] },
        new("Test cookie", "Does the browser return cookies?", "The form leaves a test cookie. Whether it came back is known when the form is posted, and not before.",
            new Step("/login/", "Form")),
        new("Inspect", "Your record", "What the database holds about you, as the requests before this one left it.",
            new Step("/inspect/", "Look again")),
    ];

    /// <summary>The theme of a path, if there is one.</summary>
    public static Theme? Find(string path) => Themes.FirstOrDefault(theme => theme.Has(path));

    internal static bool AreSame(string left, string right)
        => string.Equals(left.TrimEnd('/'), right.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
