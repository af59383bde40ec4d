using System.Text;
using System.Text.Json;

namespace TypedSessions.Tests.Models;

public class ScalarCodecTests
{
    [Fact]
    public void Integers_are_big_endian_in_their_own_size()
    {
        Assert.Equal("FE", SessionCodec.Byte.Hex((byte)0xFE));
        Assert.Equal("FE", SessionCodec.SByte.Hex((sbyte)-2));
        Assert.Equal("FFFE", SessionCodec.Int16.Hex((short)-2));
        Assert.Equal("0102", SessionCodec.UInt16.Hex((ushort)0x0102));
        Assert.Equal("01020304", SessionCodec.Int32.Hex(0x01020304));
        Assert.Equal("FFFFFFFE", SessionCodec.UInt32.Hex(uint.MaxValue - 1));
        Assert.Equal("0102030405060708", SessionCodec.Int64.Hex(0x0102030405060708));
        Assert.Equal("FFFFFFFFFFFFFFFE", SessionCodec.UInt64.Hex(ulong.MaxValue - 1));
        Assert.Equal("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFE", SessionCodec.Int128.Hex(-2));
        Assert.Equal("0000000000000001" + "0000000000000002", SessionCodec.UInt128.Hex(new UInt128(1, 2)));
        Assert.Equal("FFFFFFFFFFFFFFFE", SessionCodec.IntPtr.Hex((nint)(-2)));
        Assert.Equal("0000000000000002", SessionCodec.UIntPtr.Hex((nuint)2));
    }

    [Fact]
    public void A_timestamp_is_read_from_a_former_DateTime_property()
    {
        var utc = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        Assert.Equal(new DateTimeOffset(utc), SessionCodec.DateTimeOffset.Decode(Convert.FromHexString(SessionCodec.DateTime.Hex(utc))));
        Assert.Equal(
            new DateTimeOffset(utc.ToLocalTime()),
            SessionCodec.DateTimeOffset.Decode(Convert.FromHexString(SessionCodec.DateTime.Hex(utc.ToLocalTime()))));
        Assert.Throws<FormatException>(() => SessionCodec.DateTimeOffset.Decode(Convert.FromHexString("3FFFFFFFFFFFFFFF")));
    }

    [Fact]
    public void Integers_at_their_limits_survive_a_round_trip()
    {
        AssertRoundTrips(SessionCodec.Byte, byte.MinValue, byte.MaxValue);
        AssertRoundTrips(SessionCodec.SByte, sbyte.MinValue, sbyte.MaxValue);
        AssertRoundTrips(SessionCodec.Int16, short.MinValue, (short)0, short.MaxValue);
        AssertRoundTrips(SessionCodec.UInt16, ushort.MinValue, ushort.MaxValue);
        AssertRoundTrips(SessionCodec.Int32, int.MinValue, -1, 0, int.MaxValue);
        AssertRoundTrips(SessionCodec.UInt32, uint.MinValue, uint.MaxValue);
        AssertRoundTrips(SessionCodec.Int64, long.MinValue, -1, 0, long.MaxValue);
        AssertRoundTrips(SessionCodec.UInt64, ulong.MinValue, ulong.MaxValue);
        AssertRoundTrips(SessionCodec.Int128, Int128.MinValue, Int128.NegativeOne, Int128.MaxValue);
        AssertRoundTrips(SessionCodec.UInt128, UInt128.MinValue, UInt128.MaxValue);
        AssertRoundTrips(SessionCodec.IntPtr, nint.MinValue, -1, nint.MaxValue);
        AssertRoundTrips(SessionCodec.UIntPtr, nuint.MinValue, nuint.MaxValue);
        AssertRoundTrips(SessionCodec.Char, '\0', 'ä', '\uD800', char.MaxValue);
        AssertRoundTrips(SessionCodec.Boolean, false, true);
    }

    [Fact]
    public void Other_scalars_at_their_limits_survive_a_round_trip()
    {
        AssertRoundTrips(SessionCodec.Decimal, decimal.MinValue, decimal.MaxValue, 0m, -0.0m, 1e-28m, 79228162514.26433m);
        AssertRoundTrips(SessionCodec.Guid, Guid.Empty, Guid.AllBitsSet, Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
        AssertRoundTrips(SessionCodec.DateOnly, DateOnly.MinValue, DateOnly.MaxValue);
        AssertRoundTrips(SessionCodec.TimeOnly, TimeOnly.MinValue, TimeOnly.MaxValue);
        AssertRoundTrips(SessionCodec.TimeSpan, TimeSpan.MinValue, TimeSpan.Zero, TimeSpan.MaxValue);
        AssertRoundTrips(SessionCodec.DateTime, DateTime.MinValue, DateTime.MaxValue);
        AssertRoundTrips(SessionCodec.DateTimeOffset, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        AssertRoundTrips(SessionCodec.Single, float.MinValue, float.Epsilon, float.PositiveInfinity);
        AssertRoundTrips(SessionCodec.Double, double.MinValue, double.Epsilon, double.NegativeInfinity);
        AssertRoundTrips(SessionCodec.Half, Half.MinValue, Half.Epsilon, Half.MaxValue);
    }

    [Fact]
    public void Scalars_have_the_documented_bytes()
    {
        Assert.Equal("01", SessionCodec.Boolean.Hex(true));
        Assert.Equal("20AC", SessionCodec.Char.Hex('€'));
        Assert.Equal("3C00", SessionCodec.Half.Hex(Half.One));
        Assert.Equal("3F800000", SessionCodec.Single.Hex(1f));
        Assert.Equal("3FF0000000000000", SessionCodec.Double.Hex(1d));
        Assert.Equal("80020000" + "00000000" + "00000000" + "00000096", SessionCodec.Decimal.Hex(-1.50m));
        Assert.Equal("00112233445566778899AABBCCDDEEFF", SessionCodec.Guid.Hex(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")));
        Assert.Equal("00000001", SessionCodec.DateOnly.Hex(new DateOnly(1, 1, 2)));
        Assert.Equal("0000000000989680", SessionCodec.TimeOnly.Hex(new TimeOnly(0, 0, 1)));
        Assert.Equal("FFFFFFFFFFFFFFFF", SessionCodec.TimeSpan.Hex(TimeSpan.FromTicks(-1)));
        Assert.Equal("4000000000000001", SessionCodec.DateTime.Hex(new DateTime(1, DateTimeKind.Utc)));
        Assert.Equal("0000000861C46800" + "FFC4", SessionCodec.DateTimeOffset.Hex(new DateTimeOffset(0x861C46800, TimeSpan.FromHours(-1))));
    }

    [Theory]
    [InlineData(DateTimeKind.Unspecified)]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    public void A_time_keeps_its_kind(DateTimeKind kind)
        => Assert.Equal(kind, SessionCodec.DateTime.RoundTrip(new DateTime(2026, 7, 1, 12, 0, 0, kind)).Kind);

    [Fact]
    public void A_time_with_an_offset_keeps_the_offset()
    {
        var value = new DateTimeOffset(2026, 7, 1, 12, 0, 0, new TimeSpan(-9, -30, 0));

        Assert.True(value.EqualsExact(SessionCodec.DateTimeOffset.RoundTrip(value)));
    }

    [Fact]
    public void A_decimal_keeps_its_scale()
        => Assert.Equal("1.500", SessionCodec.Decimal.RoundTrip(1.500m).ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Negative_zero_and_the_bits_of_a_nan_are_kept()
    {
        Assert.True(double.IsNegative(SessionCodec.Double.RoundTrip(-0.0)));
        var nan = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_1234);
        Assert.Equal(0x7FF8_0000_0000_1234, BitConverter.DoubleToInt64Bits(SessionCodec.Double.RoundTrip(nan)));
    }

    [Fact]
    public void Values_are_the_same_only_where_their_stored_form_is()
    {
        Assert.False(SessionCodec.Double.AreSame(0.0, -0.0));
        Assert.True(SessionCodec.Double.AreSame(double.NaN, double.NaN));
        Assert.False(SessionCodec.Decimal.AreSame(1.0m, 1.00m));
        Assert.True(SessionCodec.Decimal.AreSame(1.0m, 1.0m));
        Assert.False(SessionCodec.DateTime.AreSame(new DateTime(1, DateTimeKind.Utc), new DateTime(1, DateTimeKind.Unspecified)));
        var noon = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.False(SessionCodec.DateTimeOffset.AreSame(noon, noon.ToOffset(TimeSpan.FromHours(2))));
        Assert.True(SessionCodec.DateTimeOffset.AreSame(noon, noon));
        Assert.False(SessionCodec.String.AreSame("a", "A"));
        Assert.True(SessionCodec.Int32.AreSame(7, 7));
        Assert.False(SessionCodec.Int32.AreSame(7, 8));
        var nullable = SessionCodec.Nullable(SessionCodec.Int32);
        Assert.True(nullable.AreSame(7, 7));
        Assert.True(nullable.AreSame(null, null));
        Assert.False(nullable.AreSame(0, null));
        Assert.False(nullable.AreSame(null, 0));
    }

    [Fact]
    public void Another_length_is_refused()
    {
        RefusesOtherLengths(SessionCodec.Boolean, 1);
        RefusesOtherLengths(SessionCodec.Byte, 1);
        RefusesOtherLengths(SessionCodec.SByte, 1);
        RefusesOtherLengths(SessionCodec.Char, 2);
        RefusesOtherLengths(SessionCodec.Half, 2);
        RefusesOtherLengths(SessionCodec.Int32, 4);
        RefusesOtherLengths(SessionCodec.UInt32, 4);
        RefusesOtherLengths(SessionCodec.Single, 4);
        RefusesOtherLengths(SessionCodec.DateOnly, 4);
        RefusesOtherLengths(SessionCodec.Int64, 8);
        RefusesOtherLengths(SessionCodec.UInt64, 8);
        RefusesOtherLengths(SessionCodec.IntPtr, 8);
        RefusesOtherLengths(SessionCodec.UIntPtr, 8);
        RefusesOtherLengths(SessionCodec.Double, 8);
        RefusesOtherLengths(SessionCodec.TimeOnly, 8);
        RefusesOtherLengths(SessionCodec.TimeSpan, 8);
        RefusesOtherLengths(SessionCodec.DateTime, 8);
        RefusesOtherLengths(SessionCodec.DateTimeOffset, 10);
        RefusesOtherLengths(SessionCodec.Int128, 16);
        RefusesOtherLengths(SessionCodec.UInt128, 16);
        RefusesOtherLengths(SessionCodec.Decimal, 16);
        RefusesOtherLengths(SessionCodec.Guid, 16);
        RefusesOtherLengths(SessionCodec.Nullable(SessionCodec.Int32), 4);
    }

    [Fact]
    public void An_integer_is_read_from_a_narrower_one()
    {
        Assert.Equal(-2, SessionCodec.Int16.Decode(SessionCodec.SByte.Encode((sbyte)-2)));
        Assert.Equal(-300, SessionCodec.Int32.Decode(SessionCodec.Int16.Encode((short)-300)));
        Assert.Equal(-300_000, SessionCodec.Int64.Decode(SessionCodec.Int32.Encode(-300_000)));
        Assert.Equal(long.MinValue, SessionCodec.Int128.Decode(SessionCodec.Int64.Encode(long.MinValue)));
        Assert.Equal(uint.MaxValue, SessionCodec.UInt64.Decode(SessionCodec.UInt32.Encode(uint.MaxValue)));
        Assert.Equal(byte.MaxValue, SessionCodec.UInt16.Decode(SessionCodec.Byte.Encode(byte.MaxValue)));
        Assert.Equal(70_000, SessionCodec.Nullable(SessionCodec.Int64).Decode(SessionCodec.Int32.Encode(70_000)));
    }

    [Fact]
    public void An_integer_is_not_read_from_a_wider_one()
    {
        SessionCodec.Int32.Refuses("0000000000000001");
        SessionCodec.Byte.Refuses("0001");
        SessionCodec.Char.Refuses("FE");
    }

    [Fact]
    public void Scalars_are_read_from_the_JSON_of_a_helper()
    {
        AssertReadsJson(SessionCodec.Int32, 0, 7, 42, -5, 123, 12345, int.MaxValue, int.MinValue);
        AssertReadsJson(SessionCodec.Int64, 7, 1234, long.MaxValue);
        AssertReadsJson(SessionCodec.Byte, (byte)255);
        AssertReadsJson(SessionCodec.UInt128, UInt128.MaxValue);
        AssertReadsJson(SessionCodec.Boolean, false, true);
        AssertReadsJson(SessionCodec.Half, (Half)1.5);
        AssertReadsJson(SessionCodec.Single, 1.5f);
        AssertReadsJson(SessionCodec.Double, 3.14159, -1e300);
        AssertReadsJson(SessionCodec.Decimal, 1.50m, decimal.MaxValue);
        AssertReadsJson(SessionCodec.Char, 'ä');
        AssertReadsJson(SessionCodec.Guid, Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
        AssertReadsJson(SessionCodec.DateTime, new DateTime(2026, 11, 28, 12, 0, 0, DateTimeKind.Utc));
        AssertReadsJson(SessionCodec.DateTimeOffset, new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.FromHours(-1)));
        AssertReadsJson(SessionCodec.DateOnly, new DateOnly(2026, 11, 28));
        AssertReadsJson(SessionCodec.TimeOnly, new TimeOnly(12, 34, 56));
        AssertReadsJson(SessionCodec.TimeSpan, TimeSpan.FromMinutes(90));
        AssertReadsJson(SessionCodec.Enum<DayOfWeek>(), DayOfWeek.Friday);
        AssertReadsJson(SessionCodec.Nullable(SessionCodec.Int32), 42);
    }

    [Fact]
    public void Bytes_that_are_a_number_in_both_forms_are_ambiguous()
    {
        Assert.True(SessionCodec.Int32.IsAmbiguous("1234"u8));
        Assert.True(SessionCodec.Nullable(SessionCodec.Int32).IsAmbiguous("-123"u8));
        Assert.True(SessionCodec.UInt64.IsAmbiguous("12345678"u8));
        Assert.True(SessionCodec.Single.IsAmbiguous("12.5"u8));
        Assert.True(SessionCodec.Double.IsAmbiguous("3.141592"u8));
        Assert.False(SessionCodec.Int32.IsAmbiguous([0, 0, 4, 0xD2]));
        Assert.False(SessionCodec.Int32.IsAmbiguous("12345"u8));
        Assert.False(SessionCodec.Int32.IsAmbiguous("12a4"u8));
        Assert.False(SessionCodec.Byte.IsAmbiguous("1"u8));
        Assert.False(SessionCodec.Double.IsAmbiguous("1.5"u8));
        Assert.False(SessionCodec.String.IsAmbiguous("1234"u8));
    }

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("[1]")]
    [InlineData("null ")]
    [InlineData("\"text\"")]
    [InlineData("42 433")]
    [InlineData("42x")]
    [InlineData("99999999999")]
    public void Other_JSON_is_not_an_integer(string json)
        => Assert.Throws<FormatException>(() => SessionCodec.Int32.Decode(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        SessionCodec.Boolean.Refuses("02");
        SessionCodec.Decimal.Refuses("FFFFFFFF" + "000000000000000000000000");
        SessionCodec.Decimal.Refuses("001D0000" + "000000000000000000000001");
        SessionCodec.DateTime.Refuses("3FFFFFFFFFFFFFFF");
        SessionCodec.DateTimeOffset.Refuses("0000000861C46800" + "7FFF");
        SessionCodec.DateTimeOffset.Refuses("FFFFFFFFFFFFFFFF" + "0000");
        SessionCodec.DateTimeOffset.Refuses("0000000000000000" + "003C");
        SessionCodec.DateOnly.Refuses("FFFFFFFF");
        SessionCodec.DateOnly.Refuses("7FFFFFFF");
        SessionCodec.TimeOnly.Refuses("FFFFFFFFFFFFFFFF");
        SessionCodec.TimeOnly.Refuses("000000C92A69C000");
    }

    [Fact]
    public void Scalars_cannot_change_and_cost_nothing_to_read()
    {
        Assert.False(SessionCodec.Int32.IsMutable);
        Assert.False(SessionCodec.String.IsMutable);
        Assert.False(SessionCodec.Decimal.IsMutable);
        Assert.False(SessionCodec.Nullable(SessionCodec.Guid).IsMutable);

        var stored = SessionCodec.Guid.Encode(Guid.AllBitsSet);
        SessionCodec.Guid.Decode(stored);
        var before = GC.GetAllocatedBytesForCurrentThread();
        SessionCodec.Guid.Decode(stored);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void AssertRoundTrips<T>(SessionCodec<T> codec, params T[] values)
        => Assert.All(values, value => Assert.Equal(value, codec.RoundTrip(value)));

    private static void AssertReadsJson<T>(SessionCodec<T> codec, params T[] values)
        => Assert.All(values, value => Assert.Equal(value, codec.Decode(JsonSerializer.SerializeToUtf8Bytes(value))));

    private static void RefusesOtherLengths<T>(SessionCodec<T> codec, int length)
    {
        Assert.Throws<FormatException>(() => codec.Decode([]));
        Assert.Throws<FormatException>(() => codec.Decode(new byte[length - 1]));
        Assert.Throws<FormatException>(() => codec.Decode(new byte[length + 1]));
        codec.Decode(new byte[length]);
    }
}
