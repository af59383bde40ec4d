using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>Merges values that are stored as JSON.</summary>
internal abstract class JsonPlan : PartsPlan
{
    /// <inheritdoc/>
    protected sealed override MergedValue MergeParts(in ValueVersions versions, IStoredForm form)
    {
        var asUnit = new MergedValue(versions.Mine, HasOverlap: true);
        if (form.JsonOptions is not { } options || !JsonVersions.TryParse(versions, form, options, out var parsed))
        {
            return asUnit;
        }

        if (parsed.IsTooDeep)
        {
            return MergedValue.Refused;
        }

        try
        {
            var merger = new JsonMerger(options.PropertyNamingPolicy);
            var merged = merger.Merge(this, parsed);
            if (merger.IsRefused)
            {
                return MergedValue.Refused;
            }

            var value = merged is { } element ? JsonContent.GetBytes(element) : default(ReadOnlyMemory<byte>?);
            return IsReadable(value, form) || !IsReadable(versions.Theirs, form) ? new MergedValue(value, merger.HasOverlap) : asUnit;
        }
        catch (InvalidOperationException)
        {
            // JSON with an unpaired surrogate cannot be compared.
            return asUnit;
        }
    }

    /// <summary>Merges a part of a value.</summary>
    /// <returns><see langword="false"/> if the part is one unit.</returns>
    internal abstract bool TryMerge(JsonMerger merger, in JsonVersions versions, out JsonElement? merged);

    // A constructor or setter may reject a merged value that no request has set. A value of another version may be unreadable here.
    private static bool IsReadable(ReadOnlyMemory<byte>? value, IStoredForm form)
        => value is not { } stored || form.Rewrite(stored) is not null;
}
