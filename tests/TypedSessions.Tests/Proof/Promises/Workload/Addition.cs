using System.Globalization;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>
/// What is added to the counter. Each amount is a power of two and is added once in a round, so that the sum shows which additions it has:
/// one that was lost is absent, and one that was done twice shows as another.
/// </summary>
internal static class Addition
{
    /// <summary>How many additions a round has.</summary>
    public const int Limit = 62;

    public static string KeyOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Notebook.SumKey}/{number}");

    public static string ValueOf(int number) => string.Create(CultureInfo.InvariantCulture, $"+{number}");

    public static long AmountOf(int number) => 1L << number;

    public static long AmountOf(string value) => AmountOf(int.Parse(value, CultureInfo.InvariantCulture));
}
