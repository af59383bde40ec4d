using TypedSessions.Packages.Tests.Testing;

namespace TypedSessions.Packages.Tests;

/// <summary>The analyzers and code fixes of the package in a project that references it.</summary>
public sealed class DiagnosticsTests(PackedFeed feed)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="TypedSessions" Version="*" />
          </ItemGroup>
        </Project>
        """;

    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddTypedSessions().UseMemory().AddModel<Cart>().AddModel<Visitor>();

        var app = builder.Build();
        app.UseTypedSessions();
        app.MapGet("/", (Cart cart, Visitor visitor) => $"{cart.Count} {visitor.Name} {visitor.Seen}");
        app.MapPost("/", (Cart cart, Visitor visitor) => (cart.Count, visitor.Name, visitor.Seen) = (1, "Ada", DateTime.UtcNow));
        app.Run();
        """;

    private const string Cart = """
        using TypedSessions;

        [SessionModel]
        public class Cart
        {
            [SessionProperty] public int Count { get; set; }
        }
        """;

    private const string Visitor = """
        using TypedSessions;

        [SessionModel]
        public partial class Visitor
        {
            [SessionProperty] public string? Name { get; set; }

            [SessionProperty] public partial DateTime? Seen { get; set; }
        }
        """;

    // A rule of severity Info is raised to a warning because a build does not show Info.
    private const string Severities = """
        root = true

        [*.cs]
        dotnet_diagnostic.TSES029.severity = warning
        """;

    [Fact]
    public async Task Mistakes_are_reported_by_the_build_and_fixed_by_dotnet_format()
    {
        var folder = feed.CreateFolder("Mistakes");
        folder.Write("Mistakes.csproj", Project);
        folder.Write("Program.cs", Program);
        folder.Write("Cart.cs", Cart);
        folder.Write("Visitor.cs", Visitor);
        folder.Write(".editorconfig", Severities);

        var broken = await folder.RunAsync("build", "-tl:off");
        (await folder.RunAsync("format", "analyzers", "--no-restore", "--diagnostics", "TSES001", "TSES011", "TSES029")).Succeeded();
        var rebuild = await folder.RunAsync("build", "--no-restore", "-tl:off");

        Assert.NotEqual(0, broken.ExitCode);
        Assert.Matches(@"Cart\.cs\(4,14\): error TSES001: ", broken.Output);
        Assert.Matches(@"Cart\.cs\(6,[0-9]+\): error TSES011: ", broken.Output);
        Assert.Matches(@"Visitor\.cs\(6,[0-9]+\): error TSES011: ", broken.Output);
        Assert.Matches(@"Visitor\.cs\(8,[0-9]+\): warning TSES029: ", broken.Output);
        Assert.Equal(
            Cart.Replace("class", "partial class", StringComparison.Ordinal).Replace("int", "partial int", StringComparison.Ordinal),
            folder.Read("Cart.cs"));
        Assert.Equal(
            Visitor.Replace("string?", "partial string?", StringComparison.Ordinal).Replace(
                "DateTime?", "DateTimeOffset?", StringComparison.Ordinal),
            folder.Read("Visitor.cs"));
        rebuild.SucceededWithoutWarnings();
    }
}
