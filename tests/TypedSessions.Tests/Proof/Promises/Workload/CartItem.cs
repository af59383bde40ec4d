namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>An element of a list that requests merge.</summary>
public sealed class CartItem
{
    public string Id { get; set; } = "";

    public string Text { get; set; } = "";
}
