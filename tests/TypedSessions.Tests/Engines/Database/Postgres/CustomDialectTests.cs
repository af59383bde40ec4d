using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

public sealed class CustomDialectTests(PostgresServer server) : PostgresEngineTest(server)
{
    private readonly DatabaseEngineOptions _options = new() { Dialect = new PlainDialect(), TableName = "plain" };

    [Fact]
    public async Task It_is_chosen_by_the_options()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock).AddTypedSessions().UseDatabase(
            Schema.NewDataSource(),
            options =>
            {
                options.Dialect = _options.Dialect;
                options.TableName = _options.TableName;
            });
        await using var provider = services.BuildServiceProvider();
        var engine = Assert.IsType<DatabaseSessionEngine>(provider.GetRequiredService<ISessionEngine>());
        await engine.EnsureCreatedAsync(Token);
        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(), Token));
        Assert.Equal(NewRecord().ExpiresAt.ToUnixTimeMilliseconds(), await Schema.ExecuteAsync("SELECT expires FROM plain"));
    }

    [Fact]
    public async Task Its_name_and_hint_are_in_error_messages()
    {
        var error = await AssertEngineExceptionAsync(async () => await Schema.NewEngine(Clock, _options).LoadAsync(NewKey(), Token));
        Assert.Contains("plain SQL, table plain", error.Message, StringComparison.Ordinal);
        Assert.Contains("administrator's handbook", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("40001", true, false)]
    [InlineData("40P01", true, false)]
    [InlineData("08006", false, true)]
    [InlineData("22012", false, false)]
    [InlineData(null, false, true)]
    public void Errors_are_classified_by_SQLSTATE_unless_the_dialect_overrides_it(string? state, bool isRolledBack, bool isConnectionLost)
    {
        var error = new DatabaseError(state);
        Assert.Equal(isRolledBack, _options.Dialect!.IsRolledBack(error));
        Assert.Equal(isConnectionLost, _options.Dialect.IsConnectionLost(error));
    }

    private sealed class DatabaseError(string? state) : DbException("It failed.", new IOException())
    {
        public override string? SqlState => state;
    }
}
