using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TypedSessions;
using TypedSessions.Engines.Database;
using TypedSessions.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

/// <summary>The session table in a context's model.</summary>
public static class TypedSessionsModelBuilderExtensions
{
    // The rule of the engine's own option.
    private static readonly RegularExpressionAttribute TableNames = typeof(DatabaseEngineOptions)
        .GetProperty(nameof(DatabaseEngineOptions.TableName))!.GetCustomAttribute<RegularExpressionAttribute>()!;

    /// <summary>
    /// Makes the session table part of the model, as <see cref="SessionRow"/>: the same table that
    /// <see cref="DatabaseSessionEngine.CreateScript"/> makes, so that migrations can make it as well.
    /// </summary>
    /// <param name="modelBuilder">The builder that <c>OnModelCreating</c> is handed.</param>
    /// <param name="tableName">
    /// The table's name, as in <see cref="DatabaseEngineOptions.TableName"/>; <c>typed_sessions</c> when <see langword="null"/>.
    /// </param>
    /// <param name="dialect">The database's dialect; found by the context's provider when <see langword="null"/>.</param>
    /// <returns>
    /// What configures the entity further: <c>.HasOne&lt;User&gt;()</c>, <c>.ToTable(table =&gt; table.ExcludeFromMigrations())</c>.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="tableName"/> is not a name that the engine takes.</exception>
    /// <exception cref="NotSupportedException">The context's provider is not for a database that the engine speaks to.</exception>
    public static EntityTypeBuilder<SessionRow> AddTypedSessions(
        this ModelBuilder modelBuilder, string? tableName = null, DatabaseDialect? dialect = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        tableName ??= new DatabaseEngineOptions().TableName;
        if (tableName.Length == 0 || !TableNames.IsValid(tableName))
        {
            throw new ArgumentException(TableNames.FormatErrorMessage(nameof(tableName)), nameof(tableName));
        }

        var row = modelBuilder.Entity<SessionRow>();
        new SessionRowConfiguration(tableName, dialect ?? ModelDialect.From(modelBuilder.Model)).Configure(row);
        return row;
    }
}
