using System.Text;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

public class TextAndEnumCodecTests
{
    private enum Small : byte
    {
        High = 0xFE,
    }

    private enum Signed : short
    {
        Low = -2,
    }

    private enum Plain
    {
        First = 1,
        Second = 2,
    }

    private enum Wide : ulong
    {
        High = ulong.MaxValue - 1,
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(825373492)]
    public void An_int_is_what_SetInt32_writes_and_GetInt32_reads(int value)
    {
        var session = new FakeSession();
        session.SetInt32("key", value);
        Assert.True(session.TryGetValue("key", out var bytes));

        Assert.Equal(bytes, SessionCodec.Int32.Encode(value));
        Assert.Equal(bytes, SessionCodec.Enum<Plain>().Encode((Plain)value));
        Assert.Equal(value, SessionCodec.Int32.Decode(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Sherlock Holmes")]
    [InlineData("Ærø 日本 🎩\0end")]
    [InlineData("\uFEFFbegins with a byte order mark")]
    public void A_string_is_what_SetString_writes(string value)
    {
        var session = new FakeSession();
        session.SetString("key", value);
        Assert.True(session.TryGetValue("key", out var bytes));

        Assert.Equal(bytes, SessionCodec.String.Encode(value));
        Assert.Equal(value, SessionCodec.String.Decode(bytes));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_stored_as_SetString_stores_it()
        => Assert.Equal("a\uFFFD", SessionCodec.String.RoundTrip("a\uD83C"));

    [Theory]
    [InlineData("FF")]
    [InlineData("C080")]
    [InlineData("E282")]
    [InlineData("EDA080")]
    public void Invalid_utf8_is_refused(string hex)
    {
        SessionCodec.String.Refuses(hex);
        SessionCodec.Uri.Refuses(hex);
    }

    [Fact]
    public void Enums_are_their_underlying_integer()
    {
        Assert.Equal("FE", SessionCodec.Enum<Small>().Hex(Small.High));
        Assert.Equal("FFFE", SessionCodec.Enum<Signed>().Hex(Signed.Low));
        Assert.Equal("00000002", SessionCodec.Enum<Plain>().Hex(Plain.Second));
        Assert.Equal("FFFFFFFFFFFFFFFE", SessionCodec.Enum<Wide>().Hex(Wide.High));
        Assert.Equal(Small.High, SessionCodec.Enum<Small>().RoundTrip(Small.High));
        Assert.Equal(Signed.Low, SessionCodec.Enum<Signed>().RoundTrip(Signed.Low));
        Assert.Equal(Wide.High, SessionCodec.Enum<Wide>().RoundTrip(Wide.High));
        Assert.Equal((Plain)99, SessionCodec.Enum<Plain>().RoundTrip((Plain)99));
        Assert.False(SessionCodec.Enum<Plain>().AreSame(Plain.First, Plain.Second));
        SessionCodec.Enum<Plain>().Refuses("020202");
    }

    [Theory]
    [InlineData("https://example.org/a%20b?q=1#f", true)]
    [InlineData("HTTP://Example.org", true)]
    [InlineData("mailto:someone@example.org", true)]
    [InlineData("/cart", false)]
    [InlineData("/cart?x=http://example.org/", false)]
    [InlineData("lines/2?x=ä", false)]
    [InlineData("?page=2", false)]
    [InlineData("", false)]
    public void A_uri_is_read_as_it_was_written(string text, bool isAbsolute)
    {
        var value = new Uri(text, isAbsolute ? UriKind.Absolute : UriKind.Relative);

        var restored = SessionCodec.Uri.RoundTrip(value);

        Assert.Equal(text, restored.OriginalString);
        Assert.Equal(isAbsolute, restored.IsAbsoluteUri);
        Assert.Equal(text, Encoding.UTF8.GetString(SessionCodec.Uri.Encode(value)));
    }

    [Fact]
    public void A_file_path_that_is_a_uri_stays_absolute()
    {
        var value = new Uri("file:///var/x", UriKind.Absolute);

        Assert.Equal(value, SessionCodec.Uri.RoundTrip(value));
        if (Uri.TryCreate("/var/x", UriKind.Absolute, out var path))
        {
            Assert.Equal(path, SessionCodec.Uri.RoundTrip(path));
        }
    }

    [Fact]
    public void Uris_are_the_same_only_when_written_the_same()
    {
        Assert.True(SessionCodec.Uri.AreSame(new("http://example.org/"), new("http://example.org/")));
        Assert.False(SessionCodec.Uri.AreSame(new("http://example.org/"), new("http://EXAMPLE.org/")));
        SessionCodec.Uri.Refuses(Convert.ToHexString("http://"u8));
    }

    [Fact]
    public void Bytes_are_stored_as_they_are_and_every_reader_gets_a_copy()
    {
        byte[] stored = [1, 2, 3];

        var read = SessionCodec.Bytes.Decode(stored);

        Assert.Equal(stored, read);
        Assert.NotSame(stored, read);
        Assert.True(SessionCodec.Bytes.IsMutable);
        Assert.Empty(SessionCodec.Bytes.RoundTrip([]));
    }
}
