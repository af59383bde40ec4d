using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Files;
using TypedSessions.Engines.Memory;

namespace TypedSessions.Hosting;

/// <summary>
/// Applies a section of the configuration to the options. It is stricter than the framework's binder: an unknown setting or an invalid
/// value stops the application at start.
/// </summary>
internal sealed class ConfigurationSettings : IValidateOptions<TypedSessionsOptions>
{
    // Read by UseConfiguredEngine, or by the application.
    private static readonly string[] EngineChoice = ["Engine", "Provider", "ConnectionString"];

    private readonly IConfiguration _configuration;
    private readonly OrderedDictionary<string, OptionSetting> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _engineSections = new(StringComparer.OrdinalIgnoreCase);

    private ConfigurationSettings(IConfiguration configuration) => _configuration = configuration;

    /// <summary>Gets the section.</summary>
    public IConfiguration Configuration => _configuration;

    /// <summary>Gets the names of all settings, in the order in which a message lists them.</summary>
    public IEnumerable<string> Names => _settings.Keys;

    /// <summary>Applies a section of the configuration to the options of sessions and of the library's engines.</summary>
    public static ConfigurationSettings Add(IServiceCollection services, IConfiguration configuration)
    {
        var settings = new ConfigurationSettings(configuration);
        var cookie = settings.Add<CookieBuilder>("Cookie:", nameof(CookieBuilder.MaxAge), nameof(CookieBuilder.Expiration));
        services.Configure(settings.Add<TypedSessionsOptions>(""));
        var signIn = settings.Add<SessionSignInOptions>("SignIn:");
        var cleanup = settings.Add<SessionCleanupOptions>("Cleanup:");
        services.Configure<TypedSessionsOptions>(options =>
        {
            cookie(options.Cookie);
            signIn(options.SignIn);
            cleanup(options.Cleanup);
        });
        services.Configure(settings.Add<MemoryEngineOptions>("Memory:"));
        services.Configure(settings.Add<FileEngineOptions>("Files:"));
        services.Configure(settings.Add<DatabaseEngineOptions>("Database:"));
        services.Configure(settings.Add<CacheEngineOptions>("Cache:"));
        services.Configure(settings.Add<CachedDatabaseOptions>("CachedDatabase:"));
        services.Configure(settings.Add<CookieEngineOptions>("Cookies:"));
        services.AddSingleton<IValidateOptions<TypedSessionsOptions>>(settings);
        return settings;
    }

    /// <summary>Applies a part of the section to the options of another engine. Adding it again changes nothing.</summary>
    public void AddEngine<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        IServiceCollection services, string section)
        where T : class
    {
        if (_engineSections.Add(section))
        {
            services.Configure(Add<T>(section + ConfigurationPath.KeyDelimiter));
        }
    }

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TypedSessionsOptions options)
    {
        var problems = FindProblems().ToArray();
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private Action<T> Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        string prefix, params string[] exceptions)
        where T : class
    {
        var settings = typeof(T).GetProperties()
            .Where(property => OptionSetting.IsSupported(property) && !exceptions.Contains(property.Name))
            .Select(static property => (property.Name, Setting: new OptionSetting(property)))
            .ToArray();
        foreach (var (name, setting) in settings)
        {
            _settings.Add(prefix + name, setting);
        }

        return options =>
        {
            foreach (var (name, setting) in settings)
            {
                if (_configuration[prefix + name] is { } text)
                {
                    setting.Apply(options, text.Trim());
                }
            }
        };
    }

    private IEnumerable<string> FindProblems()
    {
        var path = _configuration is IConfigurationSection section ? section.Path + ConfigurationPath.KeyDelimiter : "";
        foreach (var (name, text) in _configuration.AsEnumerable(makePathsRelative: true).OrderBy(static pair => pair.Key))
        {
            if (text is null || name.Length == 0 || EngineChoice.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!_settings.TryGetValue(name, out var setting))
            {
                yield return $"TypedSessions: there is no setting '{path}{name}'. Use one of these: {string.Join(", ", _settings.Keys)}.";
            }
            else if (!setting.CanParse(text.Trim()))
            {
                yield return $"TypedSessions: the setting '{path}{name}' is '{text}'. It must be {setting.Expected}.";
            }
        }
    }
}
