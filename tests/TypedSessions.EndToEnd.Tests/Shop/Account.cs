using Microsoft.Playwright;

namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>An account of the shop. Each test creates another one, because a user may have at most three sessions.</summary>
internal sealed record Account(string Name, string Password)
{
    public string Email => $"{Name}@example.com";

    /// <summary>Creates the account in a separate browser.</summary>
    public static async Task<Account> CreateAsync(SampleSite site)
    {
        var account = New();
        using var visitor = new Visitor(site);
        await visitor.FillInAsync(
            "/register", "/register", ("userName", account.Name), ("email", account.Email), ("password", account.Password));
        Assert.Equal(account.Name, (await Cart.OfAsync(visitor)).UserName);
        await visitor.FillInAsync("/", "/logout");
        return account;
    }

    /// <summary>Returns an account that does not exist yet.</summary>
    public static Account New() => new($"Ada-{Guid.NewGuid():N}"[..12], "correct horse");

    /// <summary>Signs in.</summary>
    public Task<Reply> SignInAsync(Visitor visitor, string? returnUrl = null)
        => visitor.FillInAsync("/login", "/login", ("userName", Name), ("password", Password), ("returnUrl", returnUrl ?? ""));

    /// <summary>Signs in on the open sign-in page.</summary>
    public async Task SignInAsync(IPage page)
    {
        await page.FillAsync("input[name=UserName]", Name);
        await page.FillAsync("input[name=Password]", Password);
        await page.ClickAsync("main button");
    }
}
