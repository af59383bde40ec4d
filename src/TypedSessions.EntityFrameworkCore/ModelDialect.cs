using Microsoft.EntityFrameworkCore.Metadata;
using TypedSessions.Engines.Database;

namespace TypedSessions.EntityFrameworkCore;

/// <summary>Tells the database by what its provider leaves in a model before the application's own part: no more is known there.</summary>
internal static class ModelDialect
{
    /// <summary>The dialect of the database that a model is built for.</summary>
    /// <exception cref="NotSupportedException">It is none of those that the database engine speaks.</exception>
    public static DatabaseDialect From(IReadOnlyModel model)
    {
        if (model.GetAnnotations().Any(annotation => annotation.Name.StartsWith("Npgsql:", StringComparison.Ordinal)))
        {
            return DatabaseDialect.PostgreSql;
        }

        // SQLite is the one that sets no limit to names.
        return model.FindAnnotation(RelationalAnnotationNames.MaxIdentifierLength)?.Value is null
            ? DatabaseDialect.Sqlite
            : throw new NotSupportedException(
                "TypedSessions: the database engine keeps sessions in SQLite and PostgreSQL, and this context's provider is for neither. "
                + "If it is, name the dialect: modelBuilder.AddTypedSessions(dialect: DatabaseDialect.PostgreSql).");
    }
}
