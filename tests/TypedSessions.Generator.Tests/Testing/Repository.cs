namespace TypedSessions.Generator.Tests.Testing;

/// <summary>The repository that contains the running tests.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    /// <summary>Returns the path of a file or folder of the repository.</summary>
    public static string GetPath(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TypedSessions.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run below the repository.");
        }

        return folder.FullName;
    }
}
