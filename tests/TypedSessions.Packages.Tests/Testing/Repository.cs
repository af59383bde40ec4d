using System.Reflection;

namespace TypedSessions.Packages.Tests.Testing;

/// <summary>The working tree from which these tests were built.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration of these tests: Debug or Release.</summary>
    public static string Configuration
        => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Configuration").Value!;

    public static string GetPath(params string[] names) => Path.Combine([Root, .. names]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TypedSessions.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException(
                "The tests run outside the working tree that they were built from.");
        }

        return folder.FullName;
    }
}
