using System.Security.Cryptography;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Storage;

public sealed class SessionKeyTests
{
    [Fact]
    public void A_key_survives_a_round_trip_as_bytes_and_as_text()
    {
        var bytes = RandomNumberGenerator.GetBytes(SessionKey.Size);
        var key = new SessionKey(bytes);
        Assert.Equal(bytes, key.ToArray());
        Assert.Equal(Convert.ToHexStringLower(bytes), key.ToString());
        Assert.True(SessionKey.TryParse(key.ToString(), out var parsed));
        Assert.Equal(key, parsed);
        Assert.True(key == parsed);
        Assert.Equal(key.GetHashCode(), parsed.GetHashCode());
    }

    [Fact]
    public void Keys_that_differ_in_one_bit_differ()
    {
        var bytes = RandomNumberGenerator.GetBytes(SessionKey.Size);
        var key = new SessionKey(bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.True(key != new SessionKey(bytes));
            bytes[i] ^= 1;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Another_number_of_bytes_is_refused(int length) => Assert.Throws<ArgumentException>(() => new SessionKey(new byte[length]));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f0")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g")]
    [InlineData("0x0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")]
    [InlineData(" 00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1 ")]
    public void A_malformed_text_is_not_a_key(string? text)
    {
        Assert.False(SessionKey.TryParse(text, out var key));
        Assert.Equal(default, key);
    }
}
