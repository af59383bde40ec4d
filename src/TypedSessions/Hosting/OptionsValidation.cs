using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Http.Cookies;

namespace TypedSessions.Hosting;

/// <summary>Validates at start what no single option shows: the cookie, the engine and the keys of the models.</summary>
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

    private IEnumerable<string> FindKeysInMaps()
    {
        var claims = models.DistinctBy(static registration => registration.Model)
            .SelectMany(static registration => registration.Properties.Select(property => (registration.Model, Property: property)))
            .ToArray();
        return from map in claims
               from claim in claims
               where claim.Property.Key != map.Property.Key && map.Property.Matches(claim.Property.Key)
               select $"the key '{claim.Property.Key}' of {claim.Model.Name}.{claim.Property.Name} also belongs to the map "
                   + $"{map.Model.Name}.{map.Property.Name} ('{map.Property.Key}'). Give one of them another Key.";
    }

    private IEnumerable<string> FindSharedKeys()
        => from model in models.DistinctBy(static registration => registration.Model)
           from property in model.Properties
           group (model.Model, property.Name) by property.Key into claims
           where claims.Count() > 1
           let names = string.Join(" and ", claims.Select(static claim => $"{claim.Model.Name}.{claim.Name}"))
           select $"the key '{claims.Key}' is claimed by {names}. Give one of them another Key, or one of the models a Prefix.";
}
