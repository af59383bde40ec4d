using System.Net;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using TypedSessions.Packages.Tests.Testing;

namespace TypedSessions.Packages.Tests;

/// <summary>A minimal API that is published by Native AOT, with the program in <c>NativeAot</c>.</summary>
public sealed class NativeAotTests(PackedFeed feed)
{
    private const string Library = "TypedSessions.dll";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_native_site_is_published_without_warnings_and_serves_sessions()
    {
        var folder = CreateProject("NativeAot");

        (await folder.RunAsync("publish", "--configuration", "Debug", "--output", "published", "-tl:off")).SucceededWithoutWarnings();

        Assert.False(File.Exists(folder.GetPath("published/" + Library)));
        await using var site = await folder.StartAsync("published/NativeAot", "--urls", "http://127.0.0.1:0");
        await ServesSessionsAsync(site);
    }

    [Fact]
    public async Task The_trimmer_warns_of_nothing_in_the_whole_library()
    {
        var folder = CreateProject("WholeLibrary");

        var publishing = await folder.RunAsync("publish", "--output", "published", "-p:KeepsLibrary=true", "-tl:off");

        publishing.SucceededWithoutWarnings();
        Assert.Contains("Optimizing assemblies for size", publishing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_runtime_is_marked_as_trimmable_and_AOT_compatible()
    {
        using var image = new PEReader(new MemoryStream(Package.Read(feed.GetPath("TypedSessions"), "lib/net10.0/" + Library)));
        var reader = image.GetMetadataReader();
        var texts = reader.GetAssemblyDefinition().GetCustomAttributes()
            .Select(handle => reader.GetBlobReader(reader.GetCustomAttribute(handle).Value))
            .Select(blob => Encoding.UTF8.GetString(blob.ReadBytes(blob.Length)))
            .ToList();

        Assert.Contains(
            texts, text => text.Contains("IsTrimmable", StringComparison.Ordinal) && text.Contains("True", StringComparison.Ordinal));
        Assert.Contains(
            texts, text => text.Contains("IsAotCompatible", StringComparison.Ordinal) && text.Contains("True", StringComparison.Ordinal));
    }

    private ScratchFolder CreateProject(string name)
    {
        var folder = feed.CreateFolder(name);
        foreach (var file in Directory.EnumerateFiles(Repository.GetPath("tests", "TypedSessions.Packages.Tests", "NativeAot")))
        {
            folder.Write(Path.GetFileName(file), File.ReadAllText(file));
        }

        return folder;
    }

    private static async Task ServesSessionsAsync(RunningSite site)
    {
        using var visitor = site.Open();
        using var another = site.Open();

        Assert.Equal("False", await visitor.GetStringAsync("/reflection", Cancellation));
        Assert.Equal("visit 1, 0 in the cart", await visitor.GetStringAsync("/", Cancellation));
        Assert.Equal("visit 2, 0 in the cart", await visitor.GetStringAsync("/", Cancellation));

        // A list that is changed in place and stored as JSON without reflection.
        await PostAsync(visitor, "/cart/Emma");
        await PostAsync(visitor, "/cart/Persuasion");
        Assert.Equal("visit 3, 2 in the cart", await visitor.GetStringAsync("/", Cancellation));
        Assert.Equal("Emma Persuasion", await visitor.GetStringAsync("/cart", Cancellation));

        // A map, which parses the keys of its items, and the description of its property.
        await PostAsync(visitor, "/seen/7");
        await PostAsync(visitor, "/seen/7");
        Assert.Equal("7:2", await visitor.GetStringAsync("/seen", Cancellation));

        // A model among other parameters, the session itself, and a sign-in with a new id.
        Assert.Equal("Persuasion", await visitor.GetStringAsync("/cart/1", Cancellation));
        Assert.Equal("3", await visitor.GetStringAsync("/bare", Cancellation));
        Assert.Contains(await PostAsync(visitor, "/login/Ada"), cookie => cookie.StartsWith("session-", StringComparison.Ordinal));
        Assert.Equal("Ada, visit 3", await visitor.GetStringAsync("/me", Cancellation));

        Assert.Equal("visit 1, 0 in the cart", await another.GetStringAsync("/", Cancellation));
        await PostAsync(visitor, "/leave");
        Assert.Equal("visit 1, 0 in the cart", await visitor.GetStringAsync("/", Cancellation));
    }

    // Returns the cookies of the response.
    private static async Task<IReadOnlyList<string>> PostAsync(HttpClient visitor, string path)
    {
        using var response = await visitor.PostAsync(path, null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [];
    }
}
