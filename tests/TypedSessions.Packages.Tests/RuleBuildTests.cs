using TypedSessions.Packages.Tests.Testing;

namespace TypedSessions.Packages.Tests;

/// <summary><c>dotnet build</c> shows the message of each rule for the wrong example of its page.</summary>
public sealed class RuleBuildTests(PackedFeed feed)
{
    private const string AllProjects = """
        <Project DefaultTargets="Build">
          <ItemGroup>
            <Projects Include="*/*.csproj" />
          </ItemGroup>
          <Target Name="Restore">
            <MSBuild Projects="@(Projects)" Targets="Restore" BuildInParallel="true" />
          </Target>
          <Target Name="Build">
            <MSBuild Projects="@(Projects)" Targets="Build" BuildInParallel="true" ContinueOnError="true" />
          </Target>
        </Project>
        """;

    // One rule for each way of reporting: the generator, an analyzer with and without a throwing property, the end of a compilation, and
    // a file that the package's props include.
    private static readonly string[] OneOfEachKind = ["TSES007", "TSES018", "TSES033", "TSES082", "TSES111"];

    private static bool AreAllBuilt => Environment.GetEnvironmentVariable("TYPED_SESSIONS_RULES") == "all";

    [Fact]
    public async Task A_build_shows_the_message_of_each_rule()
    {
        var examples = RuleExample.ReadAll().Where(static example => AreAllBuilt || OneOfEachKind.Contains(example.Id)).ToArray();
        var folder = feed.CreateFolder("Rules");
        folder.Write("Rules.proj", AllProjects);
        folder.Write(".editorconfig", "root = true\n[*.cs]\n" + string.Concat(examples.Select(Severity)));
        foreach (var example in examples)
        {
            folder.Write($"{example.Id}/{example.Id}.csproj", example.Project);
            folder.Write($"{example.Id}/Program.cs", example.Program);
            if (example.Shape is not null)
            {
                folder.Write($"{example.Id}/SessionShape.Shipped.txt", example.Shape);
            }
        }

        var build = await folder.RunAsync("build", "Rules.proj", "-tl:off");

        Assert.NotEmpty(examples);
        Assert.Multiple([.. examples.Select(example => (Action)(()
            => Assert.Matches($@"/{example.Id}/.*: (error|warning) {example.Id}: ", build.Output)))]);
    }

    // A rule of severity Info is raised to a warning because a build does not show Info.
    private static string Severity(RuleExample example)
        => File.ReadAllText(Repository.GetPath("docs", "rules", example.Id + ".md")).Contains(
            "| Severity | info |", StringComparison.Ordinal)
            ? $"dotnet_diagnostic.{example.Id}.severity = warning\n"
            : "";
}
