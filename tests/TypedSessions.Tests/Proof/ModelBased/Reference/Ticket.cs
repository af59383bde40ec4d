namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>A cookie that was sent: it leads to a session, or is one. Two of the same content are two.</summary>
internal sealed class Ticket(Name name, Kept? @sealed)
{
    public Name Name => name;

    public Kept? Sealed => @sealed;
}
