using TypedSessions.Packages.Tests.Testing;

namespace TypedSessions.Packages.Tests.Migration;

public sealed class ProgramTests
{
    [Fact]
    public void The_two_programs_differ_in_two_lines()
    {
        var before = GetLines("Before");
        var after = GetLines("After");

        Assert.Equal(before.Length, after.Length);
        Assert.Equal(
            [
                ("builder.Services.AddSession();", "builder.Services.AddTypedSessions().UseCache();"),
                ("app.UseSession();", "app.UseTypedSessions();"),
            ],
            before.Zip(after).Where(lines => lines.First != lines.Second));
    }

    [Fact]
    public void The_application_itself_does_not_reference_the_library()
    {
        var files = new[] { "Site", "Own" }
            .SelectMany(folder => Directory.EnumerateFiles(
                Repository.GetPath("tests", "Migration", folder), "*.cs*", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.EndsWith(".csproj", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotContain("TypedSession", File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
    }

    private static string[] GetLines(string program) => File.ReadAllLines(Repository.GetPath("tests", "Migration", program, "Program.cs"));
}
