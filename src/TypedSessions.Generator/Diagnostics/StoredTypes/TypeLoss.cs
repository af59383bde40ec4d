namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>Why values of a type do not come back from JSON as they were, and what to do: the two clauses of a message.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Advice">What to do.</param>
/// <param name="NamesMember">Whether the reason names the member that is lost, and not only its type.</param>
internal sealed record TypeLoss(string Reason, string Advice, bool NamesMember = true)
{
    /// <summary>Returns the same loss as one of a member.</summary>
    public TypeLoss In(string member) => NamesMember ? this : new($"{Reason} of '{member}'", Advice);
}
