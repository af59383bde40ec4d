using System.Globalization;

namespace TypedSessions.Hosting;

/// <summary>
/// What the configuration can set, by name. By hand, so that it works in trimmed
/// applications and says in its own words what a value has to be.
/// </summary>
internal static class OptionSettings
{
    private const string TimeFormat = "a time as days.hours:minutes:seconds, like 14.00:00:00 for 14 days or 00:20:00 for 20 minutes";

    /// <summary>All settings, in the order in which a message lists them.</summary>
    public static IReadOnlyDictionary<string, OptionSetting> All { get; } = new OrderedDictionary<string, OptionSetting>(
        StringComparer.OrdinalIgnoreCase)
    {
        ["Cookie:Name"] = Text(static (options, value) => options.Cookie.Name = value),
        ["Cookie:Domain"] = Text(static (options, value) => options.Cookie.Domain = value),
        ["Cookie:Path"] = Text(static (options, value) => options.Cookie.Path = value),
        ["Cookie:SecurePolicy"] = Choice<CookieSecurePolicy>(static (options, value) => options.Cookie.SecurePolicy = value),
        ["Cookie:HttpOnly"] = Flag(static (options, value) => options.Cookie.HttpOnly = value),
        ["Cookie:SameSite"] = Choice<SameSiteMode>(static (options, value) => options.Cookie.SameSite = value),
        ["Cookie:IsEssential"] = Flag(static (options, value) => options.Cookie.IsEssential = value),
        ["IdleTimeout"] = Time(static (options, value) => options.IdleTimeout = value),
        ["ExpireWithBrowser"] = Flag(static (options, value) => options.ExpireWithBrowser = value),
        ["RenewOnEveryRequest"] = Flag(static (options, value) => options.RenewOnEveryRequest = value),
        ["AbsoluteLifetime"] = Time(static (options, value) => options.AbsoluteLifetime = value),
        ["RotationGrace"] = Time(static (options, value) => options.RotationGrace = value),
        ["MaxSize"] = Number(static (options, value) => options.MaxSize = value),
        ["AllowSynchronousLoad"] = Flag(static (options, value) => options.AllowSynchronousLoad = value),
        ["EngineTimeout"] = Time(static (options, value) => options.EngineTimeout = value),
        ["RequireEngineAtStart"] = Flag(static (options, value) => options.RequireEngineAtStart = value),
        ["ThrowOnEngineFailure"] = Flag(static (options, value) => options.ThrowOnEngineFailure = value),
        ["SaveOnServerError"] = Flag(static (options, value) => options.SaveOnServerError = value),
        ["RejectWhenGone"] = Flag(static (options, value) => options.RejectWhenGone = value),
        ["SignIn:Enabled"] = Flag(static (options, value) => options.SignIn.Enabled = value),
        ["SignIn:Schemes"] = Text(static (options, value) => options.SignIn.Schemes.UnionWith(
            value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))),
        ["Clearing:Enabled"] = Flag(static (options, value) => options.Clearing.Enabled = value),
        ["Clearing:Interval"] = Time(static (options, value) => options.Clearing.Interval = value),
        ["Clearing:BatchSize"] = Number(static (options, value) => options.Clearing.BatchSize = value),
    };

    private static OptionSetting Text(Action<TypedSessionsOptions, string> apply) => new("a text", (options, text) =>
    {
        apply(options, text);
        return true;
    });

    private static OptionSetting Flag(Action<TypedSessionsOptions, bool> apply)
        => Parsed("true or false", static text => bool.TryParse(text, out var value) ? value : null, apply);

    private static OptionSetting Number(Action<TypedSessionsOptions, int> apply)
        => Parsed("a whole number", static text => int.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null, apply);

    // .NET reads "20" as 20 days, which nobody means: the unit has to be visible.
    private static OptionSetting Time(Action<TypedSessionsOptions, TimeSpan> apply) => Parsed(
        TimeFormat,
        static text => text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null,
        apply);

    private static OptionSetting Choice<T>(Action<TypedSessionsOptions, T> apply)
        where T : struct, Enum
        => Parsed(
            string.Join(" or ", Enum.GetNames<T>()),
            static text => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null,
            apply);

    private static OptionSetting Parsed<T>(string expected, Func<string, T?> parse, Action<TypedSessionsOptions, T> apply)
        where T : struct
        => new(expected, (options, text) =>
        {
            var value = parse(text);
            if (value is { } known)
            {
                apply(options, known);
            }

            return value is not null;
        });
}
