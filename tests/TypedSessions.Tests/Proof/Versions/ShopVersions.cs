using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Proof.Versions;

/// <summary>The three versions of the shop in separate assemblies.</summary>
internal static class ShopVersions
{
    public static void Apply(int version, ISession session, string operation, string value)
    {
        Action<ISession, string, string> apply = version switch
        {
            1 => global::Versions.First.ShopVersion.Apply,
            2 => global::Versions.Second.ShopVersion.Apply,
            _ => global::Versions.Third.ShopVersion.Apply,
        };
        apply(session, operation, value);
    }

    public static string Read(int version, ISession session) => version switch
    {
        1 => global::Versions.First.ShopVersion.Read(session),
        2 => global::Versions.Second.ShopVersion.Read(session),
        _ => global::Versions.Third.ShopVersion.Read(session),
    };

    /// <summary>Returns the operations of a version that the other versions of a session also have.</summary>
    public static string[] GetOperations(int version, bool isShared) => (version, isShared) switch
    {
        (1, true) => ["size", "street", "coupon"],
        (_, true) => ["size", "street", "zip"],
        (1, _) => ["visit", "add", "take", "size", "street", "coupon"],
        _ => ["visit", "add", "take", "size", "street", "zip"],
    };
}
