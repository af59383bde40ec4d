using System.Globalization;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>
/// An addition to the counter. Each amount is another power of two, so that the sum shows which additions are lost or were applied
/// twice.
/// </summary>
internal static class Addition
{
    /// <summary>The number of additions in a round.</summary>
    public const int Limit = 62;

    public static string GetKey(int number) => string.Create(CultureInfo.InvariantCulture, $"{Notebook.SumKey}/{number}");

    public static string GetValue(int number) => string.Create(CultureInfo.InvariantCulture, $"+{number}");

    public static long GetAmount(int number) => 1L << number;

    public static long GetAmount(string value) => GetAmount(int.Parse(value, CultureInfo.InvariantCulture));
}
