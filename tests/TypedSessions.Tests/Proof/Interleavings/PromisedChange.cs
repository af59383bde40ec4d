using System.Globalization;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>A request's change of a key.</summary>
/// <param name="Value">The value that the request itself must read; <see langword="null"/> for none.</param>
/// <param name="Apply">Returns the value to store, given the value that is stored when the request commits.</param>
internal sealed record PromisedChange(string? Value, Func<string?, string?> Apply)
{
    /// <summary>Replaces the value, whatever is stored.</summary>
    public static PromisedChange To(string? value) => new(value, _ => value);

    /// <summary>Adds an element to a list.</summary>
    public static string Add(string? list, string element) => ResultFormatter.FormatList([.. Split(list), element]);

    /// <summary>Removes an element from a list.</summary>
    public static string Remove(string? list, string element) => ResultFormatter.FormatList(Split(list).Where(other => other != element));

    /// <summary>Adds to a number.</summary>
    public static string Raise(string? number, int amount) => $"{int.Parse(number ?? "0", CultureInfo.InvariantCulture) + amount}";

    private static string[] Split(string? list) => (list ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
