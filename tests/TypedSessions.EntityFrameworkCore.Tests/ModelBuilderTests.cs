using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.Extensions.Logging;
using TypedSessions.Engines.Database;

namespace TypedSessions.EntityFrameworkCore.Tests;

public sealed class ModelBuilderTests
{
    [Fact]
    public void A_table_can_be_named_with_its_schema()
    {
        var row = new ModelBuilder().AddTypedSessions("app.sessions", DatabaseDialect.PostgreSql).Metadata;
        Assert.Equal(("app", "sessions"), (row.GetSchema(), row.GetTableName()));
        Assert.Equal(["sessions_expires", "sessions_owner"], row.GetIndexes().Select(index => index.GetDatabaseName()));
    }

    [Fact]
    public void Another_database_is_refused_unless_its_dialect_is_named()
    {
        var builder = NewBuilder(namesEndAt: 128);

        var error = Assert.Throws<NotSupportedException>(() => builder.AddTypedSessions());

        Assert.Contains("SQLite, PostgreSQL, MySQL, MariaDB and SQL Server", error.Message, StringComparison.Ordinal);
        Assert.Equal("typed_sessions", builder.AddTypedSessions(dialect: DatabaseDialect.PostgreSql).Metadata.GetTableName());
    }

    [Fact]
    public void A_name_that_the_engine_would_refuse_is_refused()
    {
        var builder = NewBuilder();

        Assert.Throws<ArgumentException>(() => builder.AddTypedSessions("sessions; DROP TABLE users"));
        Assert.Empty(builder.Model.GetEntityTypes());
    }

    [Fact]
    public void An_explicit_dialect_overrides_the_detected_one()
    {
        var dates = NewBuilder().AddTypedSessions(dialect: DatabaseDialect.PostgreSql).Metadata.FindProperty(nameof(SessionRow.ExpiresAt))!;
        var numbers = NewBuilder().AddTypedSessions().Metadata.FindProperty(nameof(SessionRow.ExpiresAt))!;

        Assert.Equal(typeof(DateTimeOffset), dates.GetValueConverter()!.ProviderClrType);
        Assert.Equal(typeof(long), numbers.GetValueConverter()!.ProviderClrType);
    }

    [Fact]
    public void Providers_of_MySQL_are_detected_by_the_length_of_its_names()
    {
        var key = NewBuilder(namesEndAt: 64).AddTypedSessions().Metadata.FindProperty(nameof(SessionRow.Key))!;

        Assert.Equal("binary(32)", key.GetColumnType());
    }

    [Fact]
    public void The_session_table_causes_no_warning_of_the_framework()
    {
        var lines = new List<string>();
        using var context = new QuietDb(
            new DbContextOptionsBuilder<QuietDb>().UseSqlite("Data Source=:memory:").LogTo(lines.Add, LogLevel.Warning).Options);

        Assert.Single(context.Model.GetEntityTypes());

        Assert.Empty(lines);
    }

    private static ModelBuilder NewBuilder(int? namesEndAt = null)
    {
        var builder = new ModelBuilder(new ConventionSet());
        builder.Model.SetAnnotation(RelationalAnnotationNames.MaxIdentifierLength, namesEndAt);
        return builder;
    }

    private sealed class QuietDb(DbContextOptions<QuietDb> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddTypedSessions();
    }
}
