using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using TypedSessions.Engines.Database;
using TypedSessions.EntityFrameworkCore.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EntityFrameworkCore.Tests;

/// <summary>The scripts for SQL Server, which are parsed because no server is available.</summary>
public sealed class SqlServerScriptTests
{
    [Theory]
    [InlineData("typed_sessions")]
    [InlineData("app.sessions")]
    public void The_model_creates_the_same_table_as_the_engine(string table)
    {
        // The model depends on the table's name, so it must not be cached.
        var options = new DbContextOptionsBuilder<TableDb>().UseSqlServer("Server=none").EnableServiceProviderCaching(false).Options;
        using var context = new TableDb(options, table);

        Assert.Equal(DescribeEnginesTable(table), Describe(context.Database.GenerateCreateScript()));
    }

    [Fact]
    public void A_migration_creates_the_same_table_as_the_engine()
    {
        var database = new SqlServerContexts();
        using var context = ScaffoldedMigrations.Create(database).Open(database);

        Assert.Equal(
            DescribeEnginesTable("typed_sessions"),
            Describe(context.GetService<IMigrator>().GenerateScript(), static name => name != "__EFMigrationsHistory"));
        Assert.False(context.Database.HasPendingModelChanges());
    }

    private static string DescribeEnginesTable(string table)
    {
        var options = new DatabaseEngineOptions { TableName = table, Dialect = DatabaseDialect.SqlServer };
        return Describe(new DatabaseSessionEngine(new SqlServerContexts().DataSource, new ManualClock(), options).CreateScript);
    }

    private static string Describe(string script, Func<string, bool>? isIncluded = null)
    {
        var fragment = new TSql130Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        Assert.Empty(errors);
        var table = new TableDescription(isIncluded ?? (static _ => true));
        fragment.Accept(table);
        return string.Join('\n', table.Lines);
    }

    private sealed class TableDb(DbContextOptions<TableDb> options, string table) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddTypedSessions(table);
    }

    /// <summary>Returns the columns, primary key and indexes of a script in a normalized form.</summary>
    private sealed class TableDescription(Func<string, bool> isIncluded) : TSqlFragmentVisitor
    {
        private readonly Sql130ScriptGenerator _writer = new();

        public SortedSet<string> Lines { get; } = new(StringComparer.Ordinal);

        public override void Visit(CreateTableStatement node)
        {
            if (!isIncluded(node.SchemaObjectName.BaseIdentifier.Value))
            {
                return;
            }

            Lines.Add($"table {node.SchemaObjectName.SchemaIdentifier?.Value} {node.SchemaObjectName.BaseIdentifier.Value}");
            var position = 0;
            foreach (var column in node.Definition.ColumnDefinitions)
            {
                var isNull = column.Constraints.OfType<NullableConstraintDefinition>().All(static constraint => constraint.Nullable);
                var type = $"{Write(column.DataType)} {column.Collation?.Value}";
                Lines.Add($"column {position++} {column.ColumnIdentifier.Value} {type} {isNull}");
                AddKey(column.Constraints, column.ColumnIdentifier.Value);
            }

            AddKey(node.Definition.TableConstraints, "key");
            foreach (var index in node.Definition.Indexes)
            {
                AddIndex(index.Name, index.Columns, index.FilterPredicate);
            }
        }

        public override void Visit(CreateIndexStatement node) => AddIndex(node.Name, node.Columns, node.FilterPredicate);

        private void AddKey(IList<ConstraintDefinition> constraints, string column)
        {
            foreach (var key in constraints.OfType<UniqueConstraintDefinition>().Where(static constraint => constraint.IsPrimaryKey))
            {
                Lines.Add($"key {key.ConstraintIdentifier.Value} {column}");
            }
        }

        private void AddIndex(Identifier name, IList<ColumnWithSortOrder> columns, BooleanExpression? filter)
            => Lines.Add($"index {name.Value} {string.Join(',', columns.Select(Write))} {Write(filter)}");

        private string Write(TSqlFragment? fragment)
        {
            if (fragment is null)
            {
                return "";
            }

            _writer.GenerateScript(fragment, out var text);
            return text.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).ToUpperInvariant();
        }
    }
}
