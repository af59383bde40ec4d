using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Models can be injected everywhere, and models that endpoints announce are loaded asynchronously.</summary>
public sealed class InjectionTests
{
    [Theory]
    [InlineData("/handler")]
    [InlineData("/session")]
    [InlineData("/as-parameters")]
    [InlineData("/preloaded")]
    [InlineData("/injected/constructor")]
    [InlineData("/injected/action")]
    [InlineData("/plain/model")]
    [InlineData("/plain/session")]
    public async Task An_endpoint_that_announces_the_session_is_loaded_asynchronously(string path)
    {
        await using var site = await StartAsync(options => options.AllowSynchronousLoad = false);
        site.Engine.Before = async _ => await Task.Yield();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        site.Engine.TakeCalls();

        Assert.Equal("3", await browser.ReadAsync(path));
        Assert.Equal(["load"], site.Engine.TakeCalls());
        Assert.Null(site.Engine.LastTimeout);
    }

    [Theory]
    [InlineData("/plain/model?Count=9&counter.Count=9")]
    [InlineData("/plain/change?Count=9&counter.Count=9")]
    public async Task A_request_cannot_set_the_properties_of_a_model_that_an_action_takes(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");

        await browser.ReadAsync(path);

        Assert.Equal(path.Contains("change", StringComparison.Ordinal) ? "4" : "3", await browser.ReadAsync("/plain/model"));
    }

    [Fact]
    public async Task Code_that_uses_the_session_without_announcement_loads_it_synchronously()
    {
        await using var site = await StartAsync();
        site.Engine.Before = async _ => await Task.Yield();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");

        Assert.Equal("3", await browser.ReadAsync("/unannounced"));
    }

    [Fact]
    public async Task A_synchronous_load_passes_its_timeout_to_the_engine()
    {
        using var file = new SqliteFile();
        await using var site = await StartAsync(options => options.EngineTimeout = TimeSpan.FromSeconds(7), file.OpenAsync);
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        site.Engine.TakeCalls();

        Assert.Equal("3", await browser.ReadAsync("/unannounced"));

        Assert.Equal(TimeSpan.FromSeconds(7), site.Engine.LastTimeout);
        Assert.Equal(["load"], site.Engine.TakeCalls());
    }

    [Fact]
    public async Task An_option_makes_synchronous_loading_throw_with_a_hint()
    {
        await using var site = await StartAsync(options => options.AllowSynchronousLoad = false);
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");

        using var response = await browser.GetAsync("/unannounced");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(site.Log.Entries, entry => entry.Text.Contains("[PreloadSession]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_does_not_use_its_model_is_not_activity()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        site.Engine.TakeCalls();
        site.Clock.Advance(TimeSpan.FromDays(7));

        using var response = await browser.GetAsync("/idle");

        Assert.Equal(["load"], site.Engine.TakeCalls());
        Assert.False(response.Headers.Contains("Vary"));
    }

    [Fact]
    public async Task A_request_has_one_instance_of_a_model()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        Assert.Equal("True", await browser.ReadAsync("/same"));
    }

    [Fact]
    public async Task A_model_with_the_attribute_binds_without_registration()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        await browser.PostAsync("/unregistered");

        Assert.Equal("7", await browser.ReadAsync("/unregistered"));
    }

    [Fact]
    public async Task Outside_a_request_the_error_explains_why_there_is_no_session()
    {
        await using var site = await StartAsync();
        using var scope = site.Services.CreateScope();

        var exception = Assert.Throws<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<CounterSession>());

        Assert.Contains("app.UseTypedSessions()", exception.Message);
        Assert.Contains(nameof(CounterSession), exception.Message);
    }

    [Fact]
    public async Task The_model_and_code_that_uses_string_keys_see_the_same_value()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        Assert.Equal("5 Ada", await browser.ReadAsync("/old-code"));
    }

    [Fact]
    public async Task A_list_that_was_changed_in_place_is_saved_and_one_that_was_only_read_is_not()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/lines/add/tea");
        Assert.Equal(["create"], site.Engine.TakeCalls());

        Assert.Equal("tea", await browser.ReadAsync("/lines"));
        Assert.Equal(["load"], site.Engine.TakeCalls());

        await browser.ReadAsync("/lines/add/milk");
        Assert.Equal(["load", "update"], site.Engine.TakeCalls());
        Assert.Equal("tea milk", await browser.ReadAsync("/lines"));
    }

    [Fact]
    public async Task A_default_that_was_read_and_not_changed_begins_no_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        Assert.Equal("", await browser.ReadAsync("/lines"));

        Assert.Empty(site.Engine.TakeCalls());
        Assert.Null(browser.Token);
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_counts_as_absent()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/spoil");

        Assert.Equal("0 ", await browser.ReadAsync("/spoiled"));
        Assert.Equal(2, site.Log.GetCount("UnreadableValue"));
    }

    private static Task<TestSite> StartAsync(
        Action<TypedSessionsOptions>? options = null, Func<ManualClock, ValueTask<ISessionEngine>>? engine = null) => TestSite.StartAsync(
        app =>
        {
            app.MapControllers();
            app.MapGet("/set/{count:int}", (int count, CounterSession counter) => counter.Count = count);
            app.MapGet("/handler", (CounterSession counter) => counter.Count);
            app.MapGet("/session", (ISession session) => session.GetInt32("count"));
            app.MapGet("/as-parameters", ([AsParameters] Wanted wanted) => wanted.Counter.Count);
            app.MapGet("/preloaded", (HttpContext context) => context.Session.GetInt32("count")).PreloadSession();
            app.MapGet("/unannounced", (HttpContext context) => context.Session.GetInt32("count"));
            app.MapGet("/idle", (CounterSession counter) => "idle");
            app.MapGet("/same", (CounterSession counter, HttpContext context)
                => ReferenceEquals(counter, context.RequestServices.GetRequiredService<CounterSession>()).ToString());
            app.MapPost("/unregistered", (UnregisteredSession model) => model.Number = 7);
            app.MapGet("/unregistered", (UnregisteredSession model) => model.Number);
            app.MapGet("/old-code", (CounterSession counter, HttpContext context) =>
            {
                context.Session.SetInt32("count", 5);
                counter.Name = "Ada";
                return $"{counter.Count} {context.Session.GetString("Name")}";
            });
            app.MapGet("/lines", (CounterSession counter) => string.Join(' ', counter.Lines));
            app.MapGet("/lines/add/{line}", (string line, CounterSession counter) => counter.Lines.Add(line));
            app.MapGet("/spoil", (HttpContext context) =>
            {
#pragma warning disable TSES062 // The test is about this error.
                context.Session.SetString("count", "plenty");
#pragma warning restore TSES062
                context.Session.SetString("Lines", "[1,");
            });
            app.MapGet("/spoiled", (CounterSession counter) => $"{counter.Count} {string.Join(' ', counter.Lines)}");
        },
        options,
        (services, sessions) =>
        {
            sessions.AddModel<CounterSession>();
            services.AddControllers().AddApplicationPart(typeof(InjectedController).Assembly);
        },
        engine: engine);
}

public sealed record Wanted(CounterSession Counter);

[SessionModel]
public sealed partial class CounterSession
{
    [SessionProperty(Key = "count")]
    public partial int Count { get; set; }

    [SessionProperty]
    public partial string? Name { get; set; }

    [SessionProperty]
    public partial List<string> Lines { get; set; }
}

[SessionModel(Prefix = "unregistered.")]
public sealed partial class UnregisteredSession : ISessionModel<UnregisteredSession>
{
    [SessionProperty]
    public partial int Number { get; set; }
}

[ApiController]
[Route("injected")]
public sealed class InjectedController(CounterSession counter) : ControllerBase
{
    [HttpGet("constructor")]
    public int Constructor() => counter.Count;

    [HttpGet("action")]
    public int Action([FromServices] CounterSession model) => model.Count;
}

// Without [ApiController], which binds registered types from the services.
[Route("plain")]
public sealed class PlainController : Controller
{
    [HttpGet("model")]
    public int Model(CounterSession counter) => counter.Count;

    [HttpGet("session")]
    public int Session(ISession session) => session.As<CounterSession>().Count;

    [HttpGet("change")]
    public int Change(CounterSession counter) => ++counter.Count;
}
