using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>Different records and their comparison.</summary>
internal static class RecordCases
{
    private static readonly DateTimeOffset Now = new ManualClock().GetUtcNow();

    /// <summary>The key of all of them.</summary>
    public static SessionKey Key { get; } = new([.. Enumerable.Range(1, SessionKey.Size).Select(i => (byte)i)]);

    /// <summary>Records with and without each of the optional parts.</summary>
    public static IEnumerable<SessionRecord> All()
    {
        SessionExpiry[] expiries =
        [
            SessionExpiry.Default, SessionExpiry.WithBrowser, SessionExpiry.Idle(TimeSpan.FromHours(1)), SessionExpiry.At(Now.AddYears(50)),
        ];
        var number = 0;
        foreach (var values in PayloadTarget.Payloads())
        {
            var expiry = expiries[number % expiries.Length];
            yield return new SessionRecord
            {
                Values = values,
                CreatedAt = Now.AddDays(-number),
                ExpiresAt = expiry.ExpiresAt ?? Now.AddYears(20),
                Expiry = expiry,
                AbsoluteExpiration = number % 2 == 0 ? null : Now.AddYears(30),
                Version = number + 1,
                Owner = number % 3 == 0 ? null : "Ada ✓",
                OwnerScheme = number % 3 == 1 ? "Cookies" : null,
                Account = number % 7 == 4
                    ? new SessionAccount { SignedInAt = Now, LastSeenAt = Now, Device = new() { UserAgent = "Ω", Label = "Phone" } }
                    : null,
                Closure = number % 5 == 4 ? new SessionClosure { Successors = [Key], Owner = "Ada", Expiry = expiry } : null,
            };
            number++;
        }
    }

    public static bool AreSame(SessionRecord left, SessionRecord right)
        => SessionRecordFormat.Write(left).AsSpan().SequenceEqual(SessionRecordFormat.Write(right));

    /// <summary>Returns a number for the optional parts of a record.</summary>
    public static int GetKind(SessionRecord? record) => record is null
        ? 0
        : (record.Values.IsReadable ? 1 : 2) + (record.Owner is null ? 0 : 4) + (record.AbsoluteExpiration is null ? 0 : 8) + (
            (int)Math.Clamp(record.Expiry.ToStoredValue() ?? -2, -2, 1) << 4)
            + (record.Version < 0 ? 128 : 0) + (Math.Min(record.Values.Count, 40) << 8);
}
