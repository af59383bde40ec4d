using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Hosting;

namespace TypedSessions;

/// <summary>The database providers and engines that the configuration can name: see <c>UseConfiguredEngine</c>.</summary>
public sealed class SessionEngineProviders
{
    private const string DefaultConnectionName = "Sessions";

    private readonly IServiceCollection _services;
    private readonly IConfiguration _configuration;
    private readonly OrderedDictionary<string, Func<IServiceProvider, DbDataSource>> _databases = new(StringComparer.OrdinalIgnoreCase);
    private readonly OrderedDictionary<string, Func<IServiceProvider, ISessionEngine>> _engines;

    internal SessionEngineProviders(IServiceCollection services, IConfiguration configuration)
    {
        _services = services;
        _configuration = configuration;
        _engines = new(StringComparer.OrdinalIgnoreCase)
        {
            ["memory"] = SessionEngineFactory.CreateMemory,
            ["files"] = SessionEngineFactory.CreateFiles,
            ["database"] = provider => SessionEngineFactory.CreateDatabase(provider, FindDataSource(provider)),
            ["cache"] = SessionEngineFactory.CreateCache,
            ["cachedDatabase"] = provider => SessionEngineFactory.CreateCachedDatabase(provider, FindDataSource(provider)),
            ["cookies"] = SessionEngineFactory.CreateNone,
        };
    }

    /// <summary>Adds a database provider, which opens the database of the setting <c>ConnectionString</c>.</summary>
    /// <param name="name">The value of the setting <c>Provider</c>, such as <c>sqlite</c>.</param>
    /// <param name="provider">The ADO.NET provider, such as <c>SqliteFactory.Instance</c>.</param>
    public SessionEngineProviders Add(string name, DbProviderFactory provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return Add(name, _services.AddDataSource(services => provider.CreateDataSource(GetConnectionString(services))));
    }

    /// <summary>Adds a database that the application has a data source of.</summary>
    /// <param name="name">The value of the setting <c>Provider</c>, such as <c>postgresql</c>.</param>
    /// <param name="findDataSource">Returns the data source, for example from the services. Called once.</param>
    public SessionEngineProviders Add(string name, Func<IServiceProvider, DbDataSource> findDataSource)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(findDataSource);
        _databases[name] = findDataSource;
        return this;
    }

    /// <summary>Adds an engine that does not come with the library.</summary>
    /// <param name="name">The value of the setting <c>Engine</c>.</param>
    /// <param name="create">Creates the engine. Called once.</param>
    public SessionEngineProviders AddEngine(string name, Func<IServiceProvider, ISessionEngine> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        _engines[name] = create;
        return this;
    }

    internal ISessionEngine CreateEngine(IServiceProvider services)
        => _engines.TryGetValue(_configuration["Engine"] ?? "", out var create)
            ? create(services)
            : throw new InvalidOperationException(
                $"TypedSessions: {Describe("Engine")}. It can be {string.Join(", ", _engines.Keys)}.");

    private DbDataSource FindDataSource(IServiceProvider services)
    {
        var find = _configuration["Provider"] is { } name ? _databases.GetValueOrDefault(name)
            : _databases.Count == 1 ? _databases.GetAt(0).Value
            : null;
        return find?.Invoke(services) ?? throw new InvalidOperationException(
            $"TypedSessions: {Describe("Provider")}. It can be one that the application adds ({string.Join(", ", _databases.Keys)}): "
            + "call UseConfiguredEngine(providers => providers.Add(\"sqlite\", SqliteFactory.Instance)).");
    }

    // A connection string has an equals sign, a name has none.
    private string GetConnectionString(IServiceProvider services)
    {
        var text = _configuration["ConnectionString"] ?? DefaultConnectionName;
        var connectionString = text.Contains('=') ? text : services.GetService<IConfiguration>()?.GetConnectionString(text);
        return string.IsNullOrWhiteSpace(connectionString)
            ? throw new InvalidOperationException(
                $"TypedSessions: there is no connection string 'ConnectionStrings:{text}'. Add it, or set {GetPath("ConnectionString")}.")
            : connectionString;
    }

    private string Describe(string setting) => $"{GetPath(setting)} is '{_configuration[setting]}'";

    private string GetPath(string setting)
        => _configuration is IConfigurationSection section ? ConfigurationPath.Combine(section.Path, setting) : setting;
}
