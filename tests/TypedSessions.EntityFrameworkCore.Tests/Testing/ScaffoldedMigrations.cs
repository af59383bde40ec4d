using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;

namespace TypedSessions.EntityFrameworkCore.Tests.Testing;

/// <summary>Compiles the first migration of <see cref="MigratedDb"/>, which is created like <c>dotnet ef migrations add</c> does.</summary>
internal sealed class ScaffoldedMigrations(Assembly assembly)
{
    public static ScaffoldedMigrations Create(TestDatabase database)
    {
        using var context = new MigratedDb(ConfigureOptions(database).Options);
        var services = new ServiceCollection()
            .AddEntityFrameworkDesignTimeServices()
            .AddDbContextDesignTimeServices(context);
        CreateProviderServices(context).ConfigureDesignTimeServices(services);
        using var provider = services.BuildServiceProvider();
        var migration = provider.GetRequiredService<IMigrationsScaffolder>().ScaffoldMigration("AddSessions", "Shop");
        return new(Compile(migration.MigrationCode, migration.MetadataCode, migration.SnapshotCode));
    }

    /// <summary>Opens a context with the migration.</summary>
    public MigratedDb Open(TestDatabase database)
    {
        var options = ConfigureOptions(database);
        var provider = RelationalOptionsExtension.Extract(options.Options).WithMigrationsAssembly(assembly);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(provider);
        return new MigratedDb(options.Options);
    }

    private static DbContextOptionsBuilder<MigratedDb> ConfigureOptions(TestDatabase database)
    {
        var options = new DbContextOptionsBuilder<MigratedDb>();
        database.Configure(options);
        return options;
    }

    // The tools find the provider's design-time services by this attribute.
    private static IDesignTimeServices CreateProviderServices(MigratedDb context)
    {
        var provider = Assembly.Load(context.Database.ProviderName!);
        var name = provider.GetCustomAttribute<DesignTimeProviderServicesAttribute>()!.TypeName;
        return (IDesignTimeServices)Activator.CreateInstance(provider.GetType(name, throwOnError: true)!)!;
    }

    private static Assembly Compile(params string[] sources)
    {
        var references = AppDomain.CurrentDomain.GetAssemblies()
            .Where(static loaded => !loaded.IsDynamic && loaded.Location.Length > 0)
            .Select(static loaded => MetadataReference.CreateFromFile(loaded.Location));
        var compilation = CSharpCompilation.Create(
            "Migrations",
            sources.Select(static source => CSharpSyntaxTree.ParseText(source)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var output = new MemoryStream();
        var result = compilation.Emit(output);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return Assembly.Load(output.ToArray());
    }
}
