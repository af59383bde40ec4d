namespace TypedSessions;

/// <summary>
/// States why data that resembles a secret is stored in the session, and suppresses the rules
/// about secrets (TSES100, TSES101) on a property of a model, on a model, or on code that sets
/// keys itself. The data is stored in the same way.
/// </summary>
/// <example><code>
/// [SessionProperty]
/// [SensitiveSessionData(Justification = "Lives for the two minutes of the sign-in, in a store that encrypts.")]
/// public partial string? RefreshToken { get; set; }
/// </code></example>
[AttributeUsage(
    AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method | AttributeTargets.Constructor)]
public sealed class SensitiveSessionDataAttribute : Attribute
{
    /// <summary>Gets or sets the reason why the data must be in the session. Default: empty, which rule TSES102 reports.</summary>
    public string Justification { get; set; } = "";
}
