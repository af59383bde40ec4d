using System.Buffers;
using System.Text;

namespace TypedSessions.Models.Codecs;

/// <summary>UTF-8, as <c>SetString</c> writes it: an unpaired surrogate becomes U+FFFD. Reading is strict.</summary>
internal sealed class StringCodec : ImmutableCodec<string>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override void Encode(string value, IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(value, output);

    public override string Decode(ReadOnlySpan<byte> stored)
    {
        try
        {
            return Strict.GetString(stored);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException("The stored bytes are not UTF-8.", exception);
        }
    }

    internal override bool AreSame(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
