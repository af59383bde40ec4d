namespace TypedSessions.Models.Merging;

/// <summary>Refuses the later commit.</summary>
internal sealed class FailPlan : SessionMergePlan
{
    /// <inheritdoc/>
    internal override MergedValue Merge(in ValueVersions versions, IStoredForm form) => MergedValue.Refused;
}
