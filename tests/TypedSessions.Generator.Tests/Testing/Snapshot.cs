using System.Runtime.CompilerServices;
using System.Text;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>
/// Compares generated files with accepted ones, in the files that Verify.SourceGenerators would
/// write: <c>Snapshots/{class}.{test}#{hint}.verified.cs</c>, UTF-8 with a byte order mark, the hint
/// name in the first line. Run the tests with <c>ACCEPT_SNAPSHOTS=1</c> to accept what they write.
/// </summary>
internal static class Snapshot
{
    private static readonly UTF8Encoding WithMark = new(encoderShouldEmitUTF8Identifier: true);
    private static readonly string Folder = Path.Combine(ProjectFolder(), "Snapshots");

    private static bool Accepts => Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1";

    public static void Match(GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        var prefix = $"{Path.GetFileNameWithoutExtension(testFile)}.{test}#";
        var files = run.Result.GeneratedSources.ToDictionary(
            source => prefix + Path.GetFileNameWithoutExtension(source.HintName),
            source => $"//HintName: {source.HintName}\n{source.SourceText}",
            StringComparer.Ordinal);
        Assert.NotEmpty(files);

        var complaints = files.Select(static file => Compare(file.Key, file.Value)).Concat(Stale(prefix, files.Keys))
            .OfType<string>().ToList();
        Assert.True(complaints.Count == 0, string.Join("\n\n", complaints));
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
        return $"{name} {(verified is null ? "has not been accepted yet" : "differs from what was accepted")}:\n{received}";
    }

    // Files of hints that the test no longer writes.
    private static IEnumerable<string?> Stale(string prefix, ICollection<string> names)
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

    // Not by the path of a source file: a deterministic build maps those.
    private static string ProjectFolder()
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
