using TypedSessions.Hosting.Policies;

namespace TypedSessions;

/// <summary>
/// What a published standard asks of sessions, as far as a library can give and verify it: settings that meet it, and
/// requirements that are verified when the application starts. Where the standard asks for a time and leaves open which,
/// the times of NIST SP 800-63B are taken. What it asks of the application itself (a visible logout, the end of a user's
/// sessions when the account is disabled, another authentication before sensitive changes) stays with the application.
/// </summary>
/// <example><c>builder.Services.AddTypedSessions().UsePolicy(SessionPolicy.AsvsLevel2)</c></example>
public sealed class SessionPolicy
{
    private readonly Action<TypedSessionsOptions> _configure;

    /// <summary>Initializes a new instance with the requirements of another standard.</summary>
    /// <param name="name">The name, for the log.</param>
    /// <param name="requirements">The requirements, which are verified at start.</param>
    /// <param name="configure">Sets the options that meet them. The application's own settings take precedence.</param>
    public SessionPolicy(string name, IReadOnlyList<SessionRequirement> requirements, Action<TypedSessionsOptions> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(requirements);
        ArgumentNullException.ThrowIfNull(configure);
        Name = name;
        Requirements = requirements;
        _configure = configure;
    }

    /// <summary>
    /// OWASP ASVS 5.0, level 1: what every application should have. The defaults meet it; cookie logins need <c>KeepTicketsInSession</c>.
    /// </summary>
    public static SessionPolicy AsvsLevel1 { get; } = new("OWASP ASVS 5.0 level 1", AsvsRequirements.Level1, static _ => { });

    /// <summary>
    /// OWASP ASVS 5.0, level 2, for applications with sensitive data: at most 30 minutes
    /// without activity and 12 hours in all, and sessions that can be listed and ended.
    /// </summary>
    public static SessionPolicy AsvsLevel2 { get; } = new(
        "OWASP ASVS 5.0 level 2",
        AsvsRequirements.Level2,
        static options =>
        {
            options.IdleTimeout = AsvsRequirements.MaxIdleTimeoutLevel2;
            options.AbsoluteLifetime = AsvsRequirements.MaxLifetime;
        });

    /// <summary>
    /// OWASP ASVS 5.0, level 3, for the most sensitive data: at most 15 minutes without
    /// activity and 12 hours in all, and a cookie that the browser discards when it closes.
    /// </summary>
    public static SessionPolicy AsvsLevel3 { get; } = new(
        "OWASP ASVS 5.0 level 3",
        AsvsRequirements.Level3,
        static options =>
        {
            options.IdleTimeout = AsvsRequirements.MaxIdleTimeoutLevel3;
            options.AbsoluteLifetime = AsvsRequirements.MaxLifetime;
            options.ExpireWithBrowser = true;
        });

    /// <summary>Gets the name, for the log.</summary>
    public string Name { get; }

    /// <summary>Gets the requirements.</summary>
    public IReadOnlyList<SessionRequirement> Requirements { get; }

    /// <summary>Returns the requirements that the options and the engine do not meet.</summary>
    /// <param name="options">The options.</param>
    /// <param name="engine">The engine; <see langword="null"/> if sessions are kept in cookies.</param>
    public IEnumerable<SessionRequirement> FindDeviations(TypedSessionsOptions options, ISessionEngine? engine)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Requirements.Where(requirement => !requirement.IsMet(options, engine));
    }

    internal void Apply(TypedSessionsOptions options) => _configure(options);
}
