namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>A product and its quantity.</summary>
internal sealed record CartLine(string Product, int Quantity);
