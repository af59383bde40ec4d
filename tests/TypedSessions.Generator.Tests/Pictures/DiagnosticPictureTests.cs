using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Pictures;

/// <summary>The picture in the README shows the analyzer's diagnostic and the result of its code fix.</summary>
public sealed class DiagnosticPictureTests
{
    private const string Model = """
        [SessionModel]
        public partial class ShopSession
        {
            [SessionProperty] public partial string? UserName { get; set; }
        }
        """;

    private const string Endpoint = """
        public static class Account
        {
            public static IResult Login(ShopSession shop, string name)
            {
                shop.UserName = name;
                return Results.Redirect("/");
            }
        }
        """;

    /// <summary>Writes the picture if ACCEPT_SNAPSHOTS is 1.</summary>
    [Fact]
    public async Task The_picture_shows_the_diagnostic_and_its_fix()
    {
        var project = CodeFixProject.Create(LanguageVersion.CSharp13, ImmutableDictionary<string, string>.Empty, [Model, Endpoint]);
        var diagnostic = Assert.Single(await project.Find("TSES045"));
        var action = (await project.Actions(diagnostic))[0];
        var file = diagnostic.Location.SourceTree!.FilePath;
        var picture = await DiagnosticPicture.DrawAsync(
            project.GetDocument(file), diagnostic, action.Title, (await project.Apply(action)).GetDocument(file));

        var path = Repository.GetPath("docs", "images", "diagnostic.svg");
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, picture);
        }

        Assert.Equal(picture, File.ReadAllText(path));
    }
}
