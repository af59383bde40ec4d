using TypedSessions.Tests.Proof.Promises.Checking.Rules;
using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Checking;

/// <summary>Decides whether a history keeps the promises, only by the observations of clients.</summary>
internal static class Checker
{
    private static readonly Func<Facts, IEnumerable<Violation>>[] AllRules =
    [
        ReadYourWritesRule.Check,
        TokenRule.Check,
        CookieRule.Check,
        OneRotationRule.Check,
        GoneIsFinalRule.Check,
        ValueRule.Check,
        AcknowledgementRule.Check,
        ExpiryRule.Check,
        NoEmptySessionsRule.Check,
        RefusalRule.Check,
        CostRule.Check,
        PrivacyRule.Check,
    ];

    /// <summary>Returns the violations of promises.</summary>
    public static IReadOnlyList<Violation> Check(History history)
    {
        var facts = new Facts(history);
        return [.. AllRules.SelectMany(rule => rule(facts))];
    }
}
