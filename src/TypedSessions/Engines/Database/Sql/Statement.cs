using System.Data;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>A parameter of a statement.</summary>
/// <param name="Name">The name with its prefix.</param>
/// <param name="Type">The type, which a null value does not show; <see langword="null"/> for arrays, which ADO.NET does not know.</param>
/// <param name="Size">The size of the column, -1 for one without a limit; <see langword="null"/> for that of the value.</param>
internal readonly record struct Parameter(string Name, DbType? Type = null, int? Size = null);

/// <summary>An SQL statement with its parameters in the order of their values.</summary>
internal sealed class Statement(string sql, params Parameter[] parameters)
{
    public string Sql => sql;

    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Gets whether the server can prepare it. It cannot prepare several statements at once.</summary>
    public bool CanPrepare { get; init; } = true;
}
