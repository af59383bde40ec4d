namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>The shop, or the address in front of several.</summary>
public sealed class ShopSite() : SampleSite("Shop");
