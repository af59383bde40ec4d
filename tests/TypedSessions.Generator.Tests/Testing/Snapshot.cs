using System.Runtime.CompilerServices;
using System.Text;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>
/// Compares generated files with snapshots in the format of Verify.SourceGenerators:
/// <c>Snapshots/{class}.{test}#{hint}.verified.cs</c>. ACCEPT_SNAPSHOTS=1 rewrites them.
/// </summary>
internal static class Snapshot
{
    private static readonly UTF8Encoding WithMark = new(encoderShouldEmitUTF8Identifier: true);
    private static readonly string Folder = Path.Combine(FindProjectFolder(), "Snapshots");

    private static bool Accepts => Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1";

    public static void Match(GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        var prefix = $"{Path.GetFileNameWithoutExtension(testFile)}.{test}#";
        var files = run.Result.GeneratedSources.ToDictionary(
            source => prefix + Path.GetFileNameWithoutExtension(source.HintName),
            source => $"//HintName: {source.HintName}\n{source.SourceText}",
            StringComparer.Ordinal);
        Assert.NotEmpty(files);

        var errors = files.Select(static file => Compare(file.Key, file.Value)).Concat(FindStale(prefix, files.Keys))
            .OfType<string>().ToList();
        Assert.True(errors.Count == 0, string.Join("\n\n", errors));
    }

    private static string? Compare(string name, string received)
    {
        var verifiedPath = Path.Combine(Folder, name + ".verified.cs");
        var receivedPath = Path.Combine(Folder, name + ".received.cs");
        if (Accepts)
        {
            File.WriteAllText(verifiedPath, received, WithMark);
        }

        var verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath) : null;
        if (verified is not null && Normalize(verified) == Normalize(received))
        {
            File.Delete(receivedPath);
            return null;
        }

        File.WriteAllText(receivedPath, received, WithMark);
        return $"{name} {(verified is null ? "has no snapshot" : "differs from its snapshot")}:\n{received}";
    }

    // Snapshots of files that the test no longer generates.
    private static IEnumerable<string?> FindStale(string prefix, ICollection<string> names)
    {
        foreach (var path in Directory.EnumerateFiles(Folder, prefix + "*.verified.cs"))
        {
            var name = Path.GetFileName(path)[..^".verified.cs".Length];
            if (!names.Contains(name))
            {
                if (Accepts)
                {
                    File.Delete(path);
                }
                else
                {
                    yield return $"{name} is a snapshot of a file that is no longer generated";
                }
            }
        }
    }

    private static string Normalize(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');

    // A deterministic build maps the paths of source files, so they cannot be used here.
    private static string FindProjectFolder()
    {
        const string Project = "TypedSessions.Generator.Tests.csproj";
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, Project)))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' has {Project}.");
        }

        return folder.FullName;
    }
}
