using System.Net;

namespace TypedSessions.EndToEnd.Tests;

public sealed class SiteTests(TutorialSite site)
{
    public static TheoryData<string> Paths =>
        ["/", "/setsession/", "/getsession/", "/set/", "/get/", "/del/", "/myapp/connection/", "/myapp/logout/", "/login/", "/inspect/"];

    [Fact]
    public async Task The_start_page_links_to_all_pages_without_using_the_session()
    {
        using var visitor = new Visitor(site);

        var reply = await visitor.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Empty(reply.SetCookies);
        Assert.All(Paths, path => Assert.Contains($"href=\"{path.Data}\"", reply.Html));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_is_found_with_its_last_slash_and_without(string path)
    {
        using var visitor = new Visitor(site);

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/" + path.Trim('/'))).Status);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_fetches_nothing_from_elsewhere_and_runs_no_script(string path)
    {
        using var visitor = new Visitor(site);

        var html = (await visitor.GetAsync(path)).Html;

        Assert.StartsWith("<!DOCTYPE html>", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotMatch("(src|href|action)=\"(https?:)?//", html);
        Assert.DoesNotMatch(" (style|on[a-z]+)=\"", html);
    }

    [Theory]
    [InlineData("/setsession/", "BookPages.cs", "BookSession")]
    [InlineData("/getsession/", "BookPages.cs", "BookSession")]
    [InlineData("/set/", "NamePages.cs", "NameSession")]
    [InlineData("/get/", "NamePages.cs", "NameSession")]
    [InlineData("/del/", "NamePages.cs", "NameSession")]
    [InlineData("/myapp/connection/", "LoginPages.cs", "LoginSession")]
    [InlineData("/myapp/logout/", "LoginPages.cs")]
    [InlineData("/login/", "TestCookiePages.cs")]
    [InlineData("/inspect/", "InspectPages.cs")]
    public async Task A_page_shows_the_code_that_it_runs(string path, string file, params string[] models)
    {
        using var visitor = new Visitor(site);

        var listings = (await visitor.GetAsync(path)).Listings;

        Assert.StartsWith($"app.MapGet(\"{path}\", ", listings[0]);
        Assert.EndsWith(");", listings[0]);
        Assert.Equal(1 + models.Length, listings.Count);
        AssertIsIn(Path.Combine("Pages", file), listings[0]);
        Assert.All(models.Zip(listings.Skip(1)), pair => AssertIsIn(Path.Combine("Models", pair.First + ".cs"), pair.Second));
    }

    [Fact]
    public async Task The_start_page_shows_the_two_lines_that_set_sessions_up_and_a_model()
    {
        using var visitor = new Visitor(site);

        var listings = (await visitor.GetAsync("/")).Listings;

        Assert.Equal(2, listings.Count);
        Assert.StartsWith("builder.Services.AddTypedSessions()", listings[0]);
        Assert.EndsWith("\n\napp.UseTypedSessions();", listings[0]);
        AssertIsIn("Program.cs", listings[0]);
        AssertIsIn(Path.Combine("Models", "BookSession.cs"), listings[1]);
    }

    [Fact]
    public async Task The_response_to_a_form_shows_its_code()
    {
        using var visitor = new Visitor(site);

        var listing = (await visitor.SignInAsync("Ada")).Listings[0];

        Assert.StartsWith("app.MapPost(\"/myapp/login/\", (ISession session, LoginSession login, ", listing);
        Assert.EndsWith("\n});", listing);
        AssertIsIn(Path.Combine("Pages", "LoginPages.cs"), listing);
    }

    [Fact]
    public async Task An_address_that_does_not_exist_has_a_page()
    {
        using var visitor = new Visitor(site);

        var reply = await visitor.GetAsync("/no/such/page/");

        Assert.Equal(HttpStatusCode.NotFound, reply.Status);
        Assert.Contains("There is no such page", reply.Html);
        Assert.Contains("href=\"/inspect/\"", reply.Html);
        Assert.Empty(reply.SetCookies);
    }

    [Theory]
    [InlineData("/site.css")]
    [InlineData("/favicon.svg")]
    public async Task A_file_is_served_without_a_session(string path)
    {
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/setsession/");

        var reply = await visitor.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Empty(reply.SetCookies);
    }

    [Fact]
    public async Task Outside_development_the_cookie_is_bound_to_the_host_and_to_https()
    {
        await using var production = new TutorialSite { EnvironmentName = "Production" };
        await production.StartAsync();
        using var visitor = new Visitor(production);

        var cookie = Assert.Single((await visitor.GetAsync("/setsession/")).SetCookies);

        Assert.Matches("^__Host-session=[A-Za-z0-9_-]{43};", cookie);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Returns whether a file contains the lines of a listing in the same order.</summary>
    private static void AssertIsIn(string file, string listing)
    {
        var source = File.ReadLines(Path.Combine(Repository.Tutorial, file)).Select(line => line.Trim()).GetEnumerator();
        foreach (var line in listing.Split('\n').Select(line => line.Trim()))
        {
            var found = false;
            while (!found && source.MoveNext())
            {
                found = source.Current == line;
            }

            Assert.True(found, $"'{line}' is not in {file}, or not in this place.");
        }
    }
}
