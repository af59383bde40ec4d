using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Http.Cookies;
using TypedSessions.Models;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting;

/// <summary>Validates at start what cannot be validated option by option: the cookie, the engine and the keys of the models.</summary>
internal sealed class OptionsValidation(
    IServiceProviderIsService services, IEnumerable<SessionModelRegistration> models) : IValidateOptions<TypedSessionsOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TypedSessionsOptions options)
    {
        string[] problems =
        [
            .. CookieRules.FindProblems(options.Cookie),
            .. FindProblemsOfLifetime(options),
            .. FindProblemsOfEngine(),
            .. FindProblemsOfPrefixes(),
            .. FindSharedKeys(),
            .. FindKeysInMaps(),
        ];
        return problems.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.Select(static problem => "TypedSessions: " + problem));
    }

    private static IEnumerable<string> FindProblemsOfLifetime(TypedSessionsOptions options)
    {
        if (options.AbsoluteLifetime < options.IdleTimeout)
        {
            yield return $"AbsoluteLifetime ({options.AbsoluteLifetime}) is shorter than IdleTimeout ({options.IdleTimeout}), " +
                "which then has no effect. Shorten IdleTimeout.";
        }

        if (options.AnonymousIdleTimeout > options.IdleTimeout)
        {
            yield return $"AnonymousIdleTimeout ({options.AnonymousIdleTimeout}) is longer than IdleTimeout ({options.IdleTimeout}), " +
                "so that a sign-in would shorten a session. Set at most IdleTimeout.";
        }

        if (options.RenewIdAfter <= options.RenewalGrace)
        {
            yield return $"RenewIdAfter ({options.RenewIdAfter}) is not longer than RenewalGrace ({options.RenewalGrace}), " +
                "so that ids would be renewed while the previous ones are in use. Set a longer RenewIdAfter.";
        }
    }

    private IEnumerable<string> FindProblemsOfEngine()
    {
        if (!services.IsService(typeof(ISessionEngine)))
        {
            yield return "no session engine is configured. Call services.AddTypedSessions().UseDatabase(...), " +
                "or .UseMemory() for development and tests.";
        }
    }

    private IEnumerable<string> FindProblemsOfPrefixes()
        => from model in models
           let problem = model is { PrefixProvider: not null, Prefix: not null }
               ? "Prefix and PrefixProvider are both set"
               : ModelPrefix.FindProblem(model.Prefix)
           where problem is not null
           select $"AddModel<{model.Model.Name}>: {problem}. Set another Prefix, or a PrefixProvider alone.";

    // Models with different providers never have the same keys.
    private IEnumerable<string> FindKeysInMaps()
    {
        var claims = models
            .SelectMany(static model => model.Properties.Select(property => (Model: model, Property: property)))
            .ToArray();
        return from map in claims
               where KeyPattern.IsPattern(map.Property.Key)
               from claim in claims
               where claim.Model.PrefixProvider == map.Model.PrefixProvider
               let key = claim.Model.Prefix + claim.Property.Key
               let pattern = map.Model.Prefix + map.Property.Key
               where key != pattern && map.Model.Matches(map.Property, key)
               select $"the key '{key}' of {claim.Model.Model.Name}.{claim.Property.Name} also belongs to the map "
                   + $"{map.Model.Model.Name}.{map.Property.Name} ('{pattern}'). Give one of them another Key.";
    }

    private IEnumerable<string> FindSharedKeys()
        => from model in models
           from property in model.Properties
           group (model.Model, property.Name) by (model.PrefixProvider, Key: model.Prefix + property.Key) into claims
           where claims.Count() > 1
           let names = string.Join(" and ", claims.Select(static claim => $"{claim.Model.Name}.{claim.Name}"))
           select $"the key '{claims.Key.Key}' is claimed by {names}. Give one of them another Key, or one of the models a Prefix.";
}
