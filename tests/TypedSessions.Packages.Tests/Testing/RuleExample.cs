using System.Text.RegularExpressions;

namespace TypedSessions.Packages.Tests.Testing;

/// <summary>The wrong example of a rule's page, as a separate project.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Program">The example as a complete program.</param>
/// <param name="Shape">The recorded shape of its models, or <see langword="null"/>.</param>
internal sealed partial record RuleExample(string Id, string Program, string? Shape)
{
    /// <summary>The project file.</summary>
    public string Project => $"""
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>{(Statement().IsMatch(Program) ? "Exe" : "Library")}</OutputType>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
            <LangVersion>{(Id == "TSES003" ? "12" : "latest")}</LangVersion>
            <EnableTrimAnalyzer>{(Id == "TSES028" ? "true" : "false")}</EnableTrimAnalyzer>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="TypedSessions" Version="*" />
            <Using Include="TypedSessions" />
            <Using Include="TypedSessions.Dictionary" />
            <Using Include="Microsoft.AspNetCore.Mvc" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>The examples of all rules.</summary>
    public static IEnumerable<RuleExample> ReadAll()
        => Directory.EnumerateFiles(Repository.GetPath("docs", "rules"), "TSES*.md").Order(StringComparer.Ordinal)
            .Select(static file => Read(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)));

    private static RuleExample Read(string id, string page)
    {
        var code = WrongExample().Match(page).Groups["code"].Value;
        var usings = UsingDirective().Matches(code).Select(static directive => directive.Value);
        var given = Given("app", "WebApplication.Create()", code) + Given("builder", "WebApplication.CreateBuilder()", code);
        return new(id, $"{string.Join('\n', usings)}\n{given}{UsingDirective().Replace(code, "")}\n", FindShape(page));
    }

    private static string? FindShape(string page)
        => RecordedShape().Match(page) is { Success: true } match ? match.Groups["shape"].Value : null;

    // Declarations that every example may use.
    private static string Given(string name, string value, string code)
        => code.Contains(name + ".", StringComparison.Ordinal) && !code.Contains($"var {name} = ", StringComparison.Ordinal)
            ? $"var {name} = {value};\n"
            : "";

    [GeneratedRegex("^### Wrong\n\n```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex WrongExample();

    [GeneratedRegex("^```text\n(?<shape>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex RecordedShape();

    [GeneratedRegex("^using [A-Za-z.]+;$", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^(var |app\.|builder\.|await )", RegexOptions.Multiline)]
    private static partial Regex Statement();
}
