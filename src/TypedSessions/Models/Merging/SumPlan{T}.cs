using System.Buffers;
using System.Numerics;

namespace TypedSessions.Models.Merging;

/// <summary>Adds this request's difference to the number that another request has stored.</summary>
internal sealed class SumPlan<T>(SessionCodec<T> codec) : PartsPlan
    where T : INumber<T>
{
    /// <inheritdoc/>
    protected override MergedValue MergeParts(in ValueVersions versions, IStoredForm form)
    {
        try
        {
            var absent = form.Default is { } stored ? codec.Decode(stored.Span) : T.Zero;
            var sum = Add(Read(versions.Theirs, absent), Read(versions.Mine, absent), Read(versions.Base, absent));
            var buffer = new ArrayBufferWriter<byte>();
            codec.Encode(sum, buffer);
            return new MergedValue(buffer.WrittenSpan.ToArray());
        }
        catch (OverflowException)
        {
            return MergedValue.Refused;
        }
        catch (FormatException)
        {
            return new MergedValue(versions.Mine, HasOverlap: true);
        }
    }

    private T Read(ReadOnlyMemory<byte>? stored, T absent) => stored is { } value ? codec.Decode(value.Span) : absent;

    // An unsigned number may have become smaller.
    private static T Add(T theirs, T mine, T before)
        => mine < before ? checked(theirs - (before - mine)) : checked(theirs + (mine - before));
}
