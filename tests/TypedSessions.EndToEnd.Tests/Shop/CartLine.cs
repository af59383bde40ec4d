namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>So many of one product.</summary>
internal sealed record CartLine(string Product, int Quantity);
