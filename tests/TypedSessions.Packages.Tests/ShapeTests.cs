using TypedSessions.Packages.Tests.Testing;

namespace TypedSessions.Packages.Tests;

/// <summary>The package's target for shape files.</summary>
public sealed class ShapeTests(PackedFeed feed)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="TypedSessions" Version="*" />
          </ItemGroup>
        </Project>
        """;

    [Fact]
    public async Task A_release_moves_lines_to_the_shipped_file()
    {
        var folder = feed.CreateFolder("Shape");
        folder.Write("Shape.csproj", Project);
        folder.Write("Program.cs", "WebApplication.Create(args);");
        folder.Write("SessionShape.Shipped.txt", "# Shape\nShop visits : int\n");
        folder.Write("SessionShape.Unshipped.txt", "Shop lines : list<CartLine> < cart\nenum Size Small=0 Large=1\n");

        (await folder.RunAsync("restore")).Succeeded();
        (await folder.RunAsync("build", "--no-restore", "-t:ShipSessionShape")).Succeeded();
        (await folder.RunAsync("build", "--no-restore", "-t:ShipSessionShape")).Succeeded();

        Assert.Equal(
            ["# Shape", "Shop visits : int", "Shop lines : list<CartLine> < cart", "enum Size Small=0 Large=1"],
            folder.Read("SessionShape.Shipped.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Trim()));
        Assert.Equal("", folder.Read("SessionShape.Unshipped.txt").Trim());
    }
}
