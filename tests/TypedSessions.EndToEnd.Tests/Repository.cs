using System.Reflection;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>Paths in the working tree that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Tutorial { get; } = Sample("Tutorial");

    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    public static string GetAssembly(string project, string? name = null)
        => Path.Combine(Sample(project), "bin", Configuration, "net10.0", $"{name ?? project}.dll");

    private static string Configuration
        => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Configuration").Value!;

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
