using System.Net;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>A registration in several steps, each stored under a separate key.</summary>
/// <typeparam name="TProgram">The program before or after the migration.</typeparam>
public abstract class WizardTests<TProgram>(QuietFactory<TProgram> factory) : ApplicationTests<TProgram>(factory)
    where TProgram : class
{
    [Fact]
    public async Task Each_step_redirects_to_the_next_one_and_the_summary_shows_all()
    {
        using var visitor = CreateVisitor();

        Assert.Equal("Contact: empty", await GetAsync(visitor, "/registration"));
        Assert.Equal("Address: empty", await EnterContactAsync(visitor, "Ada"));
        Assert.Equal("Plan: empty", await EnterAddressAsync(visitor, "London"));
        Assert.Equal("Summary: Ada <ada@example.com>, London, Team 5 True", await EnterPlanAsync(visitor));
    }

    [Fact]
    public async Task The_last_step_completes_the_registration_and_empties_the_wizard()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/visits");
        await EnterAllAsync(visitor);
        Assert.Equal("Wizard.Address Wizard.Contact Wizard.Current Wizard.Plan visits", await GetAsync(visitor, "/keys"));

        Assert.Equal("Welcome, Ada of London: Team for 5.", await PostAsync(visitor, "/registration/finish"));

        Assert.Equal("visits", await GetAsync(visitor, "/keys"));
        Assert.Equal("Contact: empty", await GetAsync(visitor, "/registration"));
    }

    [Fact]
    public async Task A_registration_cannot_be_completed_twice()
    {
        using var visitor = CreateVisitor();
        await EnterAllAsync(visitor);
        await PostAsync(visitor, "/registration/finish");

        Assert.Equal("Contact: empty", await PostAsync(visitor, "/registration/finish"));
    }

    [Fact]
    public async Task A_step_back_shows_its_values_and_a_change_of_them_keeps_the_other_steps()
    {
        using var visitor = CreateVisitor();
        await EnterAllAsync(visitor);

        await PostAsync(visitor, "/registration/back");
        await PostAsync(visitor, "/registration/back");
        Assert.Equal("Contact: Ada <ada@example.com>", await PostAsync(visitor, "/registration/back"));
        Assert.Equal("Address: London", await EnterContactAsync(visitor, "Grace"));

        Assert.Equal("Welcome, Grace of London: Team for 5.", await PostAsync(visitor, "/registration/finish"));
    }

    [Fact]
    public async Task A_step_back_from_the_first_step_stays_there()
    {
        using var visitor = CreateVisitor();

        Assert.Equal("Contact: empty", await PostAsync(visitor, "/registration/back"));
    }

    [Fact]
    public async Task A_finished_step_can_be_opened_again_by_its_address()
    {
        using var visitor = CreateVisitor();
        await EnterContactAsync(visitor, "Ada");
        await EnterAddressAsync(visitor, "London");

        Assert.Equal("Contact: Ada <ada@example.com>", await GetAsync(visitor, "/registration/contact"));
        Assert.Equal("Plan: empty", await GetAsync(visitor, "/registration"));
    }

    [Theory]
    [InlineData("payment")]
    [InlineData("42")]
    public async Task An_unknown_step_is_not_found(string step)
    {
        using var visitor = CreateVisitor();
        await EnterContactAsync(visitor, "Ada");

        Assert.Equal(HttpStatusCode.NotFound, await GetStatusAsync(visitor, $"/registration/{step}"));
        Assert.Equal("Address: empty", await GetAsync(visitor, "/registration"));
    }

    [Fact]
    public async Task A_step_that_is_opened_too_early_leads_to_the_current_one()
    {
        using var visitor = CreateVisitor();
        await EnterContactAsync(visitor, "Ada");

        Assert.Equal("Address: empty", await GetAsync(visitor, "/registration/summary"));
    }

    [Fact]
    public async Task A_step_that_is_sent_too_early_is_not_kept()
    {
        using var visitor = CreateVisitor();

        Assert.Equal("Contact: empty", await EnterPlanAsync(visitor));
        Assert.Equal("Contact: empty", await PostAsync(visitor, "/registration/finish"));
        Assert.Equal("", await GetAsync(visitor, "/keys"));
    }

    [Fact]
    public async Task Invalid_fields_are_refused_and_the_step_keeps_its_values()
    {
        using var visitor = CreateVisitor();
        await EnterContactAsync(visitor, "Ada");

        var errors = await PostAsync(visitor, HttpStatusCode.BadRequest, "/registration/contact", ("name", ""), ("email", "no address"));

        Assert.Equal("Email Name", errors);
        Assert.Equal("Contact: Ada <ada@example.com>", await GetAsync(visitor, "/registration/contact"));
    }

    [Fact]
    public async Task An_aborted_registration_removes_only_its_own_values()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/visits");
        await EnterAllAsync(visitor);

        Assert.Equal("Contact: empty", await PostAsync(visitor, "/registration/abort"));

        Assert.Equal("visits", await GetAsync(visitor, "/keys"));
    }

    [Fact]
    public async Task Two_visitors_register_at_the_same_time()
    {
        using var first = CreateVisitor();
        using var second = CreateVisitor();

        await EnterContactAsync(first, "Ada");
        await EnterContactAsync(second, "Grace");
        await EnterAddressAsync(second, "New York");
        await EnterAddressAsync(first, "London");

        Assert.Equal("Contact: Ada <ada@example.com>", await GetAsync(first, "/registration/contact"));
        Assert.Equal("Address: New York", await GetAsync(second, "/registration/address"));
    }

    [Fact]
    public async Task Parallel_requests_of_a_visitor_show_the_same_summary()
    {
        using var visitor = CreateVisitor();
        await EnterAllAsync(visitor);

        Assert.All(
            await GetInParallelAsync(visitor, "/registration/summary"),
            answer => Assert.Equal("Summary: Ada <ada@example.com>, London, Team 5 True", answer));
    }

    [Fact]
    public async Task A_registration_whose_session_has_expired_begins_with_the_first_step()
    {
        var cookies = new CookieContainer();
        using var visitor = CreateVisitor(Factory, cookies);
        await EnterAllAsync(visitor);

        await using var emptied = CreateHostWithoutSessions();
        using var returned = CreateVisitor(emptied, cookies);

        Assert.Equal("Contact: empty", await PostAsync(returned, "/registration/finish"));
        Assert.Equal("Address: empty", await EnterContactAsync(returned, "Ada"));
    }

    private static async Task EnterAllAsync(HttpClient visitor)
    {
        await EnterContactAsync(visitor, "Ada");
        await EnterAddressAsync(visitor, "London");
        await EnterPlanAsync(visitor);
    }

    private static Task<string> EnterContactAsync(HttpClient visitor, string name)
        => PostAsync(visitor, "/registration/contact", ("name", name), ("email", $"{name.ToLowerInvariant()}@example.com"));

    private static Task<string> EnterAddressAsync(HttpClient visitor, string city)
        => PostAsync(visitor, "/registration/address", ("city", city));

    private static Task<string> EnterPlanAsync(HttpClient visitor)
        => PostAsync(visitor, "/registration/plan", ("plan", "Team"), ("seats", "5"), ("newsletter", "true"));
}
