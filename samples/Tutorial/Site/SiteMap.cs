namespace Tutorial;

/// <summary>The structure of the site.</summary>
internal static class SiteMap
{
    /// <summary>Gets the themes in the order of the navigation.</summary>
    public static IReadOnlyList<Theme> Themes { get; } =
    [
        new("Book", "One value", "Set the name of a book on one page, and read it on another.",
            new("/setsession/", "Set"), new("/getsession/", "Get")),
        new("Name", "Set, get, delete", "Two values in one session. Deleting one leaves the other, and deleting it twice is no error.",
            new("/set/", "Set"), new("/get/", "Get"), new("/del/", "Delete")),
        new("Login", "Signing in and out",
            "Signing in gives the session a new id, so an old copy of the cookie is worth nothing. Signing out ends it for good.",
            new("/myapp/connection/", "Sign in"), new("/myapp/logout/", "Sign out")) { Targets = ["/myapp/login/"] },
        new("Test cookie", "Does the browser return cookies?",
            "The form leaves a test cookie. Whether it came back is known when the form is posted, and not before.",
            new Step("/login/", "Form")),
        new("Inspect", "Your record", "What is stored about you, as the requests before this one left it.",
            new Step("/inspect/", "Look again")),
    ];

    /// <summary>Returns the theme of a path, or <see langword="null"/>.</summary>
    public static Theme? Find(string path) => Themes.FirstOrDefault(theme => theme.Has(path));

    internal static bool AreSame(string left, string right)
        => string.Equals(left.TrimEnd('/'), right.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
