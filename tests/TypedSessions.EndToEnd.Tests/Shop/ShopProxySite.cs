namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>The proxy in front of two nodes of the shop.</summary>
public sealed class ShopProxySite() : SampleSite("Shop.Proxy")
{
    /// <inheritdoc />
    public override string CookieName => "session-Shop";
}
