using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using TypedSessions.EntityFrameworkCore.Tests.Testing;

namespace TypedSessions.EntityFrameworkCore.Tests;

public abstract partial class SessionTableTests
{
    [Fact]
    public async Task A_migration_creates_the_table_that_the_engine_creates_and_drops_it_again()
    {
        var expected = await DescribeEnginesTableAsync();
        var migrations = ScaffoldedMigrations.Create(Database);

        await using (var context = migrations.Open(Database))
        {
            await MigrateAsync(context);
            Assert.Equal(expected, await Database.DescribeAsync("typed_sessions"));
        }

        await using (var context = migrations.Open(Database))
        {
            await MigrateAsync(context, Migration.InitialDatabase);
            await Assert.ThrowsAnyAsync<DbException>(() => Database.ExecuteAsync("SELECT 1 FROM typed_sessions"));
        }
    }

    [Fact]
    public async Task The_model_has_no_changes_after_its_first_migration()
    {
        await using var context = ScaffoldedMigrations.Create(Database).Open(Database);

        Assert.Single(context.Database.GetMigrations());
        Assert.False(context.Database.HasPendingModelChanges());
    }
}
