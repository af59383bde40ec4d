namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>The shop.</summary>
public sealed class ShopSite() : SampleSite("Shop");
