using TypedSessions.Hosting.Policies;

namespace TypedSessions;

/// <summary>
/// Represents the requirements of a published standard for sessions, as far as a library can meet and verify them: settings
/// that meet them, and requirements that are checked when the application starts. Where the standard requires a time without
/// stating it, the times of NIST SP 800-63B apply. Requirements for the application itself (a visible logout, the end of a
/// user's sessions when the account is disabled, another authentication before sensitive changes) stay with the application.
/// </summary>
/// <example><c>builder.Services.AddTypedSessions().UsePolicy(SessionPolicy.AsvsLevel2)</c></example>
public sealed class SessionPolicy
{
    private readonly Action<TypedSessionsOptions> _configure;

    /// <summary>Initializes a new instance with custom requirements.</summary>
    /// <param name="name">The name for the log.</param>
    /// <param name="requirements">The requirements.</param>
    /// <param name="configure">Sets the options that meet the requirements. The application's own settings override it.</param>
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
    /// Gets the policy for OWASP ASVS 5.0, level 1, the baseline of every application. The defaults meet it; cookie logins need
    /// <c>KeepTicketsInSession</c>.
    /// </summary>
    public static SessionPolicy AsvsLevel1 { get; } = new("OWASP ASVS 5.0 level 1", AsvsRequirements.Level1, static _ => { });

    /// <summary>
    /// Gets the policy for OWASP ASVS 5.0, level 2, for applications with sensitive data: at most 30 minutes
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
    /// Gets the policy for OWASP ASVS 5.0, level 3, for the most valuable applications: at most 15 minutes without
    /// activity and 12 hours in all, and a cookie that is deleted when the browser closes.
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

    /// <summary>Gets the name for the log.</summary>
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
