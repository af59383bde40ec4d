using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TypedSessions.Hosting.Commands;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Hosting.Commands;

/// <summary>The command <c>myapp sessions</c>.</summary>
public sealed class SessionsCommandTests : IDisposable
{
    private const string Key = "0000000000000000000000000000000000000000000000000000000000000000";

    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly IHost _host;
    private readonly ISessionEngine _engine;
    private readonly DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public SessionsCommandTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddTypedSessions().UseMemory();
        builder.Services.AddSingleton<TimeProvider>(new ManualClock());
        _host = builder.Build();
        _engine = _host.Services.GetRequiredService<ISessionEngine>();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Lines => _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task It_lists_sessions_with_key_times_and_user_and_never_with_values()
    {
        var key = await StoreAsync("ann");

        Assert.Equal(0, await RunAsync("list"));

        Assert.Equal(
            ["Key Expires Last seen User", $"{key} 2026-01-03 03:04:05Z 2026-01-02 03:04:05Z ann", "1 session."],
            Lines.Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task It_lists_the_sessions_of_a_user_and_reports_further_ones()
    {
        await StoreAsync("bob");
        await StoreAsync("ann");
        await StoreAsync("ann");

        await RunAsync("list", "--owner", "ann", "--limit", "1");
        await RunAsync("list", "--owner", "eve");

        Assert.EndsWith("ann", Lines[1]);
        Assert.Equal(["The first 1 sessions; see --limit.", "0 sessions."], Lines[2..]);
    }

    [Fact]
    public async Task It_shows_a_session_without_its_values()
    {
        var key = await StoreAsync("ann");

        Assert.Equal(0, await RunAsync("show", key.ToString()));

        var text = _output.ToString();
        Assert.Contains("Signed in   2026-01-02 03:04:05Z", text);
        Assert.Contains("User agent  Firefox", text);
        Assert.Contains("Address     203.0.113.0", text);
        Assert.Contains("  cart: 6 bytes", text);
        Assert.DoesNotContain("secret", text);
    }

    [Fact]
    public async Task Values_from_clients_cannot_control_the_terminal()
    {
        var key = await StoreAsync("a\u001b[2J\nnn\u202e");

        await RunAsync("list");
        await RunAsync("show", key.ToString());

        Assert.Contains("a?[2J?nn?", _output.ToString());
        Assert.DoesNotContain('\u001b', _output.ToString());
    }

    [Fact]
    public async Task It_counts()
    {
        await StoreAsync("ann");
        await StoreAsync("bob");

        await RunAsync("count");
        await RunAsync("count", "--owner", "ann");
        await RunAsync("count", "--json");

        Assert.Equal(["2 sessions.", "1 session.", """{"count":2}"""], Lines);
    }

    [Fact]
    public async Task It_ends_the_session_of_a_key_and_all_sessions_of_a_user()
    {
        var (key, other) = (await StoreAsync("ann"), await StoreAsync("bob"));
        await StoreAsync("ann");
        await StoreAsync("ann");

        Assert.Equal(0, await RunAsync("end", key.ToString()));
        Assert.Equal(0, await RunAsync("end", "--owner", "ann", "--json"));

        Assert.Equal(["Ended 1 session.", """{"ended":2}"""], Lines);
        Assert.Null(await _engine.LoadAsync(key, Cancel));
        Assert.NotNull(await _engine.LoadAsync(other, Cancel));
    }

    [Fact]
    public async Task A_session_of_another_user_is_not_ended()
    {
        var key = await StoreAsync("ann");

        Assert.Equal(1, await RunAsync("end", key.ToString(), "--owner", "bob"));

        Assert.Equal("There is no such session." + Environment.NewLine, _errors.ToString());
        Assert.NotNull(await _engine.LoadAsync(key, Cancel));
    }

    [Theory]
    [InlineData("show")]
    [InlineData("end")]
    public async Task An_unknown_key_is_exit_code_1(string verb)
    {
        Assert.Equal(1, await RunAsync(verb, NewKey().ToString()));
        Assert.Equal("There is no such session." + Environment.NewLine, _errors.ToString());
        Assert.Empty(Lines);
    }

    [Fact]
    public async Task JSON_is_one_object_on_each_line()
    {
        var (first, second) = (await StoreAsync("ann"), await StoreAsync(owner: null));

        await RunAsync("list", "--json");
        await RunAsync("show", first.ToString(), "--json");

        var rows = Lines.Select(static line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(
            new[] { first, second }.Select(static key => key.ToString()).Order(),
            rows[..2].Select(static row => row.GetProperty("key").GetString()!).Order());
        Assert.All(rows[..2], static row => Assert.False(row.TryGetProperty("values", out _)));
        Assert.Equal("""[{"key":"cart","size":6}]""", rows[2].GetProperty("values").GetRawText());
        Assert.Equal(_now, rows[2].GetProperty("signedInAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("The operation is missing")]
    [InlineData("'remove' is not a command of sessions. Use list, show, count or end.", "remove")]
    [InlineData("'sessions show' needs the key of a session.", "show")]
    [InlineData("'sessions show' takes no user.", "show", "--owner", "ann", Key)]
    [InlineData("'sessions list' takes no key.", "list", Key)]
    [InlineData("'sessions end' needs the key of a session, or --owner.", "end")]
    [InlineData("A session's key has 64 hexadecimal digits", "show", "abc")]
    [InlineData("--owner needs the id of a user.", "end", "--owner")]
    [InlineData("--owner needs the id of a user.", "end", "--owner", "")]
    [InlineData("--limit needs a whole number from 1", "list", "--limit", "0")]
    [InlineData("'--all' is not an option of sessions.", "end", "--all")]
    public async Task Invalid_arguments_print_the_error_and_the_usage(string error, params string[] arguments)
    {
        await StoreAsync("ann");

        Assert.Equal(2, await RunAsync(arguments));

        Assert.Contains(error, _errors.ToString());
        Assert.Contains("sessions list  [--owner USER]", _errors.ToString());
        Assert.Equal(1, await ((ISessionInventory)_engine).CountAsync(Cancel));
    }

    [Fact]
    public async Task A_token_that_is_typed_instead_of_a_key_is_not_repeated()
    {
        await RunAsync("show", "r4nd0mT0ken");

        Assert.DoesNotContain("r4nd0mT0ken", _errors.ToString());
    }

    [Fact]
    public async Task Help_is_not_an_error()
    {
        Assert.Equal(0, await RunAsync("--help"));
        Assert.Equal(0, await RunAsync("list", "--help"));
        Assert.Contains("--limit N", _output.ToString());
    }

    [Fact]
    public async Task An_engine_that_cannot_list_its_records_is_exit_code_1_and_its_message()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddDistributedMemoryCache().AddTypedSessions().UseCache();
        using var host = builder.Build();

        var command = new SessionsCommand(host.Services.GetRequiredService<ISessionManager>, _output, _errors);
        Assert.Equal(1, await command.RunAsync(new[] { "list" }, Cancel));

        Assert.Contains("cannot list its records", _errors.ToString());
    }

    private Task<int> RunAsync(params string[] arguments)
        => new SessionsCommand(_host.Services.GetRequiredService<ISessionManager>, _output, _errors).RunAsync(arguments, Cancel);

    private async Task<SessionKey> StoreAsync(string? owner)
    {
        var key = NewKey();
        await _engine.CreateAsync(
            key,
            new SessionRecord
            {
                Values = Values(("cart", "secret")),
                CreatedAt = _now,
                ExpiresAt = _now.AddDays(1),
                Owner = owner,
                Account = owner is null ? null : new SessionAccount
                {
                    SignedInAt = _now,
                    LastSeenAt = _now,
                    Device = new SessionDevice { UserAgent = "Firefox", LastAddress = "203.0.113.0" },
                },
            },
            Cancel);
        return key;
    }
}
