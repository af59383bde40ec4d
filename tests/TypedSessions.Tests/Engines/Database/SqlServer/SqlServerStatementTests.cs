using System.Data.Common;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Tests.Engines.Database.SqlServer;

/// <summary>Every statement is valid T-SQL. The tests parse it, because no server is available.</summary>
public sealed class SqlServerStatementTests
{
    private const int MaxPayload = 16 * 1024 * 1024;

    private static readonly DatabaseDialect Dialect = DatabaseDialect.SqlServer;
    private static readonly SessionTable Table = new(Dialect, "app.order", MaxPayload);

    public static TheoryData<string> Statements => [.. FindStatements(Table).Select(static statement => statement.Name)];

    public static TheoryData<string> Tables => ["typed_sessions", "app.sessions", "order"];

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_statement_has_the_syntax_of_SQL_Server_and_uses_the_parameters_that_it_has(string name)
    {
        var (_, statement) = FindStatements(Table).Single(statement => statement.Name == name);

        var variables = new Variables();
        Parse(statement.Sql).Accept(variables);

        Assert.Equal(statement.Parameters.Select(static parameter => parameter.Name).Order(), variables.Names.Order());
        Assert.All(statement.Parameters, static parameter => Assert.NotNull(parameter.Type));
    }

    [Fact]
    public void The_lock_of_a_user_has_the_syntax_of_SQL_Server()
    {
        var variables = new Variables();
        Parse(Dialect.TakeLock!).Accept(variables);

        Assert.Contains("@lock", variables.Names);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void The_scripts_have_the_syntax_of_SQL_Server(string table)
    {
        Parse(Dialect.CreateScript(table));
        Parse(Dialect.EnsureCreated(table));
        Parse(new SessionTable(Dialect, table, MaxPayload).SelectNothing);
        Assert.Null(TableUpgrade.Find(Dialect, table, FindColumns(table)));

        var old = FindColumns(table).Except(["scheme", "successor", "signed_in", "seen", "device"]).ToHashSet();
        var upgrade = TableUpgrade.Find(Dialect, table, old)!;
        var alter = Assert.IsType<AlterTableAddTableElementStatement>(Assert.Single(Parse(upgrade.Sql!).Batches[0].Statements));
        Assert.Equal(
            ["scheme", "successor", "signed_in", "seen", "device"],
            alter.Definition.ColumnDefinitions.Select(static column => column.ColumnIdentifier.Value));
    }

    [Fact]
    public void Every_text_and_binary_parameter_has_the_size_of_its_column()
    {
        var sized = FindStatements(Table)
            .SelectMany(static statement => statement.Statement.Parameters)
            .Where(static parameter => parameter.Type is System.Data.DbType.Binary or System.Data.DbType.String);
        Assert.All(sized, static parameter => Assert.NotNull(parameter.Size));
    }

    [Theory]
    [InlineData("2627", true, false, false)]
    [InlineData("2601", true, false, false)]
    [InlineData("1205", false, true, false)]
    [InlineData("1222", false, true, false)]
    [InlineData("3960", false, true, false)]
    [InlineData("40613", false, false, true)]
    [InlineData("-2", false, false, false)]
    [InlineData("208", false, false, false)]
    public void Errors_are_classified_by_their_number(string number, bool isDuplicate, bool isRolledBack, bool isConnectionLost)
    {
        var error = new SqlError(number, inner: null);
        Assert.Equal(isDuplicate, Dialect.IsDuplicateKey(error));
        Assert.Equal(isRolledBack, Dialect.IsRolledBack(error));
        Assert.Equal(isConnectionLost, Dialect.IsConnectionLost(error));
    }

    [Fact]
    public void A_network_error_is_a_lost_connection_and_a_timeout_is_not()
    {
        Assert.True(Dialect.IsConnectionLost(new SqlError("0", new IOException())));
        Assert.True(Dialect.IsConnectionLost(new SqlError("10054", new System.ComponentModel.Win32Exception(10054))));
        Assert.False(Dialect.IsConnectionLost(new SqlError("-2", new System.ComponentModel.Win32Exception(258))));
    }

    [Theory]
    [InlineData("208", "EnsureCreatedAsync")]
    [InlineData("229", "The user needs SELECT")]
    [InlineData("3906", "read-only")]
    [InlineData("18456", "name and password")]
    public void Errors_have_hints(string number, string hint)
        => Assert.Contains(hint, Dialect.GetHint(new SqlError(number, inner: null)), StringComparison.Ordinal);

    private static IEnumerable<(string Name, Statement Statement)> FindStatements(SessionTable table)
        => Find(table).Concat(Find(table.Pages));

    private static IEnumerable<(string Name, Statement Statement)> Find(object owner) => owner.GetType().GetProperties()
        .Where(static property => property.PropertyType == typeof(Statement))
        .Select(property => (property.Name, (Statement)property.GetValue(owner)!));

    private static HashSet<string> FindColumns(string table)
    {
        var columns = new Columns();
        Parse(Dialect.CreateScript(table)).Accept(columns);
        return columns.Names;
    }

    private static TSqlScript Parse(string sql)
    {
        var script = new TSql130Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        Assert.True(errors.Count == 0, $"{string.Join('\n', errors.Select(static error => error.Message))}\n{sql}");
        return (TSqlScript)script;
    }

    private sealed class Variables : TSqlFragmentVisitor
    {
        public HashSet<string> Names { get; } = [];

        public override void Visit(VariableReference node) => Names.Add(node.Name);
    }

    private sealed class Columns : TSqlFragmentVisitor
    {
        public HashSet<string> Names { get; } = [];

        public override void Visit(ColumnDefinition node) => Names.Add(node.ColumnIdentifier.Value);
    }

    /// <summary>An error with a number like those of Microsoft.Data.SqlClient.</summary>
    private sealed class SqlError : DbException
    {
        public SqlError(string number, Exception? inner)
            : base("It failed.", inner) => Data["HelpLink.EvtID"] = number;
    }
}
