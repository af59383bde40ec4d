using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace TypedSessions.EndToEnd.Tests;

public sealed class InspectTests(TutorialSite site)
{
    [Fact]
    public async Task A_new_visitor_has_no_record_and_reading_creates_none()
    {
        using var visitor = new Visitor(site);

        var reply = await visitor.GetAsync("/inspect/");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.StartsWith("Nothing is stored for you.", reply.Says);
        Assert.False(reply.TouchesCookie);
    }

    [Fact]
    public async Task The_record_is_shown_as_the_earlier_requests_left_it()
    {
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/setsession/");
        await visitor.GetAsync("/set/");

        var reply = await visitor.GetAsync("/inspect/");

        Assert.Equal(["book_name = Sherlock Holmes", "lname = Codedec", "name = Bipasha"], reply.StoredValues);
        Assert.Contains("<dd>2</dd>", reply.Html);
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(reply.Html, "<dd>[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} UTC</dd>"));
    }

    [Fact]
    public async Task A_key_of_the_library_is_not_shown()
    {
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/setsession/");
        await visitor.GetAsync("/login/");

        var reply = await visitor.GetAsync("/inspect/");

        Assert.Equal(["book_name = Sherlock Holmes"], reply.StoredValues);
    }

    [Fact]
    public async Task The_key_is_the_hash_of_the_token_and_the_token_is_not_shown()
    {
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/setsession/");

        var reply = await visitor.GetAsync("/inspect/");

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(visitor.Token!))), reply.Key);
        Assert.DoesNotContain(visitor.Token!, reply.Html);
    }

    [Fact]
    public async Task A_login_moves_the_record_to_another_key()
    {
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/setsession/");
        var before = (await visitor.GetAsync("/inspect/")).Key;

        await visitor.SignInAsync("Ada");
        var after = await visitor.GetAsync("/inspect/");

        Assert.NotEqual(before, after.Key);
        Assert.Equal(["book_name = Sherlock Holmes", "username = Ada"], after.StoredValues);
    }
}
