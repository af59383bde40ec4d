using Microsoft.EntityFrameworkCore.Metadata;
using TypedSessions.Engines.Database;

namespace TypedSessions.EntityFrameworkCore;

/// <summary>Detects the database from the annotations that its provider adds to a model.</summary>
internal static class ModelDialect
{
    private const int MySqlIdentifierLength = 64;

    /// <summary>Returns the dialect of the database that a model is built for.</summary>
    /// <exception cref="NotSupportedException">The database engine does not support the provider.</exception>
    public static DatabaseDialect From(IReadOnlyModel model)
    {
        if (FindByAnnotation(model) is { } dialect)
        {
            return dialect;
        }

        // SQLite's provider sets no maximum identifier length, and those of MySQL set its own.
        return model.FindAnnotation(RelationalAnnotationNames.MaxIdentifierLength)?.Value switch
        {
            null => DatabaseDialect.Sqlite,
            MySqlIdentifierLength => DatabaseDialect.MySql,
            _ => throw new NotSupportedException(
                "TypedSessions: the database engine supports SQLite, PostgreSQL, MySQL, MariaDB and SQL Server, but not this context's "
                + "provider. If its database is one of these, set the dialect: "
                + "modelBuilder.AddTypedSessions(dialect: DatabaseDialect.PostgreSql)."),
        };
    }

    private static DatabaseDialect? FindByAnnotation(IReadOnlyModel model)
    {
        foreach (var annotation in model.GetAnnotations())
        {
            switch (annotation.Name.Split(':')[0])
            {
                case "Npgsql":
                    return DatabaseDialect.PostgreSql;
                case "SqlServer":
                    return DatabaseDialect.SqlServer;
                case "MySQL" or "MySql":
                    return DatabaseDialect.MySql;
            }
        }

        return null;
    }
}
