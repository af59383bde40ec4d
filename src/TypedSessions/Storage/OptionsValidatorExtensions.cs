using Microsoft.Extensions.Options;

namespace TypedSessions.Storage;

/// <summary>Validates the options of an engine where it is constructed: at start, or by code without a container.</summary>
internal static class OptionsValidatorExtensions
{
    /// <summary>Returns the options.</summary>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public static T Check<T>(this IValidateOptions<T> validator, T options)
        where T : class
        => validator.Validate(name: null, options) is { Failed: true } result
            ? throw new OptionsValidationException(Options.DefaultName, typeof(T), result.Failures)
            : options;
}
