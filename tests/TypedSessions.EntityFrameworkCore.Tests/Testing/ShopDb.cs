using Microsoft.EntityFrameworkCore;
using MySql.EntityFrameworkCore.Extensions;

namespace TypedSessions.EntityFrameworkCore.Tests.Testing;

/// <summary>Sessions and a table of the application, without a relationship.</summary>
internal sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<User> Users => Set<User>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddTypedSessions();
        modelBuilder.Entity<User>().ToTable("users");
    }
}

/// <summary>Sessions in a context with generated migrations. These are in another assembly, so the context is public.</summary>
public sealed class MigratedDb(DbContextOptions<MigratedDb> options) : DbContext(options)
{
    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddTypedSessions();
}

/// <summary>Sessions in a table with another name and a relationship to users.</summary>
internal sealed class AccountsDb(DbContextOptions<AccountsDb> options) : DbContext(options)
{
    public const string Table = "AccountSessions";

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<Account> Accounts => Set<Account>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Account>().ToTable("accounts");
        if (Database.ProviderName == "MySql.EntityFrameworkCore")
        {
            // A foreign key requires the same type and collation as the owner.
            modelBuilder.Entity<Account>().Property(account => account.Id)
                .HasColumnType("varchar(256)").ForMySQLHasCollation("utf8mb4_bin");
        }

        modelBuilder.AddTypedSessions(Table)
            .HasOne<Account>().WithMany(account => account.Sessions)
            .HasForeignKey(session => session.Owner)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Sessions in a table that is excluded from migrations.</summary>
internal sealed class ReadingDb(DbContextOptions<ReadingDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
        => modelBuilder.AddTypedSessions().ToTable(table => table.ExcludeFromMigrations());
}

/// <summary>Sessions in a context with its own conventions.</summary>
internal sealed class OpinionatedDb(DbContextOptions<OpinionatedDb> options) : DbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<string>().HaveMaxLength(20);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<string>().HavePrecision(0);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddTypedSessions();
}

/// <summary>A context without sessions.</summary>
internal sealed class UsersDb(DbContextOptions<UsersDb> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();
}

internal sealed class User
{
    public required string Id { get; init; }

    public required string Name { get; init; }
}

internal sealed class Account
{
    public required string Id { get; init; }

    public List<SessionRow> Sessions { get; } = [];
}
