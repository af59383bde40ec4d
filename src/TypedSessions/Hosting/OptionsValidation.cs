using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Http.Cookies;

namespace TypedSessions.Hosting;

/// <summary>Stops an application whose sessions could not work when it starts, and says why.</summary>
internal sealed class OptionsValidation(
    IServiceProviderIsService services, IEnumerable<SessionModelRegistration> models) : IValidateOptions<TypedSessionsOptions>
{
    // Beyond these, moments and timers overflow, in requests and not at start.
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(36525);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TypedSessionsOptions options)
    {
        var problems = FindProblems(options).Select(problem => "TypedSessions: " + problem).ToArray();
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> FindProblems(TypedSessionsOptions options)
        => [.. CookieRules.FindProblems(options.Cookie), .. FindProblemsOfNumbers(options), .. FindProblemsOfEngine(), .. FindSharedKeys()];

    private static IEnumerable<string> FindProblemsOfNumbers(TypedSessionsOptions options)
    {
        if (options.IdleTimeout < TimeSpan.FromSeconds(1) || options.IdleTimeout > LongestLife)
        {
            yield return $"IdleTimeout is {options.IdleTimeout}. Sessions need at least a second, and at most 100 years.";
        }

        if (options.AbsoluteLifetime > LongestLife)
        {
            yield return $"AbsoluteLifetime is {options.AbsoluteLifetime}. 100 years are the most; null is no limit.";
        }

        if (options.AbsoluteLifetime < options.IdleTimeout)
        {
            yield return $"AbsoluteLifetime ({options.AbsoluteLifetime}) is shorter than IdleTimeout ({options.IdleTimeout}), so IdleTimeout means nothing. Shorten it.";
        }

        if (options.EngineTimeout <= TimeSpan.Zero || options.EngineTimeout > LongestWait)
        {
            yield return $"EngineTimeout is {options.EngineTimeout}. Give the engine some time, a day at most; a minute is the default.";
        }

        if (options.RotationGrace < TimeSpan.Zero || options.RotationGrace > TimeSpan.FromHours(1))
        {
            yield return $"RotationGrace is {options.RotationGrace}. Set a time from zero to an hour; a minute is the default.";
        }

        if (options.MaxSize < 1024)
        {
            yield return $"MaxSize is {options.MaxSize} bytes. Sessions need at least 1024.";
        }

        if (options.Clearing.Interval <= TimeSpan.Zero)
        {
            yield return $"Clearing.Interval is {options.Clearing.Interval}. Set a time, or Clearing.Enabled = false.";
        }

        if (options.Clearing.BatchSize < 1)
        {
            yield return $"Clearing.BatchSize is {options.Clearing.BatchSize}. A batch has at least one record.";
        }
    }

    private IEnumerable<string> FindProblemsOfEngine()
    {
        if (!services.IsService(typeof(ISessionEngine)) && !services.IsService(typeof(SealedTransport)))
        {
            yield return "no engine is chosen. Say where sessions are kept: services.AddTypedSessions().UseDatabase(...), or .UseMemory() for development and tests.";
        }
    }

    private IEnumerable<string> FindSharedKeys()
        => from model in models.DistinctBy(registration => registration.Model)
           from property in model.Properties
           group (model.Model, property.Name) by property.Key into claims
           where claims.Count() > 1
           select $"the key '{claims.Key}' is claimed by {string.Join(" and ", claims.Select(claim => $"{claim.Model.Name}.{claim.Name}"))}. " +
               "Give one of them another Key, or one of the models a Prefix.";
}
