using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TypedSessions;
using TypedSessions.Engines.Database;
using TypedSessions.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Extension methods that add the session table to a model.</summary>
public static class TypedSessionsModelBuilderExtensions
{
    // The validation of the engine's own option.
    private static readonly RegularExpressionAttribute TableNames = typeof(DatabaseEngineOptions)
        .GetProperty(nameof(DatabaseEngineOptions.TableName))!.GetCustomAttribute<RegularExpressionAttribute>()!;

    /// <summary>
    /// Adds the session table to the model, as <see cref="SessionRow"/>: the table of <see cref="DatabaseSessionEngine.CreateScript"/>, so
    /// that migrations can create it.
    /// </summary>
    /// <param name="modelBuilder">The builder that <c>OnModelCreating</c> receives.</param>
    /// <param name="tableName">
    /// The name of the table, as in <see cref="DatabaseEngineOptions.TableName"/>; if <see langword="null"/>, <c>typed_sessions</c>.
    /// </param>
    /// <param name="dialect">The database's dialect; if <see langword="null"/>, detected from the context's provider.</param>
    /// <returns>
    /// A builder to configure the entity: <c>.HasOne&lt;User&gt;()</c>, <c>.ToTable(table =&gt; table.ExcludeFromMigrations())</c>.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="tableName"/> is not a valid table name for the engine.</exception>
    /// <exception cref="NotSupportedException">The engine does not support the context's provider.</exception>
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
