using Microsoft.EntityFrameworkCore.Metadata;
using TypedSessions.Engines.Database;

namespace TypedSessions.EntityFrameworkCore;

/// <summary>Detects the database from the annotations that its provider adds to a model.</summary>
internal static class ModelDialect
{
    /// <summary>Returns the dialect of the database that a model is built for.</summary>
    /// <exception cref="NotSupportedException">The database engine does not support the provider.</exception>
    public static DatabaseDialect From(IReadOnlyModel model)
    {
        if (model.GetAnnotations().Any(annotation => annotation.Name.StartsWith("Npgsql:", StringComparison.Ordinal)))
        {
            return DatabaseDialect.PostgreSql;
        }

        // Only SQLite's provider sets no maximum identifier length.
        return model.FindAnnotation(RelationalAnnotationNames.MaxIdentifierLength)?.Value is null
            ? DatabaseDialect.Sqlite
            : throw new NotSupportedException(
                "TypedSessions: the database engine supports SQLite and PostgreSQL, but not this context's provider. "
                + "If its database is one of these, set the dialect: modelBuilder.AddTypedSessions(dialect: DatabaseDialect.PostgreSql).");
    }
}
