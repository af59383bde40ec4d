namespace TypedSessions.Models.Merging;

/// <summary>Merges the parts of a value that both requests have set.</summary>
internal abstract class PartsPlan : SessionMergePlan
{
    /// <inheritdoc/>
    /// <remarks>
    /// A removal replaces the whole value. So does a value that was set although it equals the loaded one, which may be out of date.
    /// </remarks>
    internal sealed override MergedValue Merge(in ValueVersions versions, IStoredForm form)
        => versions.Mine is null || SessionValues.AreEqual(versions.Base, versions.Mine)
            ? new MergedValue(versions.Mine)
            : MergeParts(versions, form);

    /// <summary>Merges two changes of a value that this request has not removed.</summary>
    protected abstract MergedValue MergeParts(in ValueVersions versions, IStoredForm form);
}
