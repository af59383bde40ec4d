namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>The reason why JSON does not restore values of a type, and what to do: two clauses of a message.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Advice">What to do.</param>
/// <param name="NamesMember">Whether the reason names the lost member, and not only its type.</param>
internal sealed record TypeLoss(string Reason, string Advice, bool NamesMember = true)
{
    /// <summary>Returns the same loss for a member.</summary>
    public TypeLoss ForMember(string member) => NamesMember ? this : new($"{Reason} of '{member}'", Advice);
}
