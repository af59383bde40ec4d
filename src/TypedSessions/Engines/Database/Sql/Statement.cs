using System.Data;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>A parameter of a statement.</summary>
/// <param name="Name">The name with its prefix.</param>
/// <param name="Type">
/// The type, which cannot be inferred from a null value; <see langword="null"/> for arrays, which ADO.NET has no type for.
/// </param>
/// <param name="Size">The size of the column, -1 for one without a limit; <see langword="null"/> for that of the value.</param>
internal readonly record struct Parameter(string Name, DbType? Type = null, int? Size = null)
{
    /// <summary>Creates one parameter for each of several records: <c>@key0</c>, <c>@key1</c>.</summary>
    public static Parameter[] CreateMany(string name, DbType type, int count)
        => [.. Enumerable.Range(0, count).Select(i => new Parameter($"@{name}{i}", type))];

    /// <summary>Returns the names of parameters as a list in SQL.</summary>
    public static string Join(IEnumerable<Parameter> parameters)
        => string.Join(", ", parameters.Select(static parameter => parameter.Name));
}

/// <summary>An SQL statement with its parameters in the order of their values.</summary>
internal sealed class Statement(string sql, params Parameter[] parameters)
{
    public string Sql => sql;

    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Gets whether the server can prepare it. It cannot prepare several statements at once.</summary>
    public bool CanPrepare { get; init; } = true;
}
