using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace TypedSessions.Storage;

/// <summary>
/// Specifies the range of an option, in whole numbers or in times in the format of the configuration. <see langword="null"/> is in every
/// range.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionRangeAttribute(string min, string? max = null) : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var isInRange = value is null || (Compare(value, min) >= 0 && (max is null || Compare(value, max) <= 0));
        var remedy = max is null ? $"Set at least {min}." : $"Set a value from {min} to {max}.";
        return isInRange ? ValidationResult.Success : new ValidationResult($"{validationContext.DisplayName} is {value}. {remedy}");
    }

    private static int Compare(object value, string limit)
        => value is TimeSpan time
            ? time.CompareTo(TimeSpan.Parse(limit, CultureInfo.InvariantCulture))
            : Convert.ToInt64(value, CultureInfo.InvariantCulture).CompareTo(long.Parse(limit, CultureInfo.InvariantCulture));
}
