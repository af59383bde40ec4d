using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Hosting;

namespace TypedSessions;

/// <summary>The database providers and engines that the configuration can name: see <c>UseConfiguredEngine</c>.</summary>
public sealed class SessionEngineProviders
{
    private const string DefaultConnectionName = "Sessions";

    private readonly IConfiguration _configuration;
    private readonly OrderedDictionary<string, Func<IServiceProvider, DbDataSource>> _databases = new(StringComparer.OrdinalIgnoreCase);
    private readonly OrderedDictionary<string, Func<IServiceProvider, ISessionEngine>> _engines;

    internal SessionEngineProviders(TypedSessionsBuilder builder, IConfiguration configuration)
    {
        Builder = builder;
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

    /// <summary>Gets the builder. Its <c>AddEngineOptions</c> binds the options of an added engine to the configuration.</summary>
    public TypedSessionsBuilder Builder { get; }

    /// <summary>Adds a database provider, which opens the database of the setting <c>ConnectionString</c>.</summary>
    /// <param name="name">The value of the setting <c>Provider</c>, such as <c>sqlite</c>.</param>
    /// <param name="provider">The ADO.NET provider, such as <c>SqliteFactory.Instance</c>.</param>
    public SessionEngineProviders Add(string name, DbProviderFactory provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return Add(name, Builder.Services.AddDataSource(services => provider.CreateDataSource(GetConnectionString(services))));
    }

    /// <summary>Adds a database by a data source of the application.</summary>
    /// <param name="name">The value of the setting <c>Provider</c>, such as <c>postgresql</c>.</param>
    /// <param name="findDataSource">Returns the data source, for example from the services. Called once.</param>
    public SessionEngineProviders Add(string name, Func<IServiceProvider, DbDataSource> findDataSource)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(findDataSource);
        _databases[name] = findDataSource;
        return this;
    }

    /// <summary>Adds a custom engine.</summary>
    /// <param name="name">The value of the setting <c>Engine</c>.</param>
    /// <param name="create">Creates the engine. Called once.</param>
    public SessionEngineProviders AddEngine(string name, Func<IServiceProvider, ISessionEngine> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        _engines[name] = create;
        return this;
    }

    /// <summary>
    /// Returns the connection string of the setting <c>ConnectionString</c>: the setting itself, or the entry of <c>ConnectionStrings</c>
    /// that it names, <c>Sessions</c> by default.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <exception cref="InvalidOperationException">There is no connection string.</exception>
    public string GetConnectionString(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var text = _configuration["ConnectionString"] ?? DefaultConnectionName;

        // Settings have an equals sign, and the address of a server has a colon. A name has neither.
        var connectionString = text.AsSpan().ContainsAny('=', ':')
            ? text
            : services.GetService<IConfiguration>()?.GetConnectionString(text);
        return string.IsNullOrWhiteSpace(connectionString)
            ? throw new InvalidOperationException(
                $"TypedSessions: there is no connection string 'ConnectionStrings:{text}'. Add it, or set {GetPath("ConnectionString")}.")
            : connectionString;
    }

    internal ISessionEngine CreateEngine(IServiceProvider services)
        => _engines.TryGetValue(_configuration["Engine"] ?? "", out var create)
            ? create(services)
            : throw new InvalidOperationException(
                $"TypedSessions: {Describe("Engine")}. It can be {string.Join(", ", _engines.Keys)}, "
                + "or another one that UseConfiguredEngine(providers => ...) adds.");

    private DbDataSource FindDataSource(IServiceProvider services)
    {
        var find = _configuration["Provider"] is { } name ? _databases.GetValueOrDefault(name)
            : _databases.Count == 1 ? _databases.GetAt(0).Value
            : null;
        return find?.Invoke(services) ?? throw new InvalidOperationException(
            $"TypedSessions: {Describe("Provider")}. It can be one that the application adds ({string.Join(", ", _databases.Keys)}): "
            + "call UseConfiguredEngine(providers => providers.Add(\"sqlite\", SqliteFactory.Instance)).");
    }

    private string Describe(string setting) => $"{GetPath(setting)} is '{_configuration[setting]}'";

    private string GetPath(string setting)
        => _configuration is IConfigurationSection section ? ConfigurationPath.Combine(section.Path, setting) : setting;
}
