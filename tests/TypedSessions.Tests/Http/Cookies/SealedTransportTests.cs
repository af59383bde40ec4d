using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using TypedSessions.Http.Cookies;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>Sealing and opening of records.</summary>
public sealed class SealedTransportTests
{
    private readonly ManualClock _clock = new();
    private readonly EphemeralDataProtectionProvider _keys = new();

    private DateTimeOffset Now => _clock.GetUtcNow();

    public static TheoryData<SessionExpiry> Expiries =>
        [
            SessionExpiry.Default, SessionExpiry.WithBrowser, SessionExpiry.Idle(TimeSpan.FromMinutes(3)),
            SessionExpiry.At(DateTimeOffset.FromUnixTimeMilliseconds(4_000_000_000_123)),
        ];

    [Theory]
    [MemberData(nameof(Expiries))]
    public void A_record_is_read_exactly(SessionExpiry expiry)
    {
        var engine = Open();
        var expires = expiry.ExpiresAt ?? Now + TimeSpan.FromMinutes(3);
        var session = Session(Values(("a", "1"), ("ключ", "значение")), expires, expiry, Now + TimeSpan.FromDays(3), "Ada ✓", 7);

        var opened = engine.Open(engine.Seal(session));

        AssertSame(session, opened);
    }

    [Fact]
    public void A_record_without_owner_deadline_and_values_is_read_exactly()
    {
        var engine = Open();
        var session = Session(SessionValues.Empty);

        AssertSame(session, engine.Open(engine.Seal(session)));
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        var bomb = SealedSessionFormat.Write(
            Session(SessionValues.From([KeyValuePair.Create("zeros", new ReadOnlyMemory<byte>(new byte[50_000_000]))])), compress: true);
        Assert.InRange(bomb.Length, 1, 100_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(SealedSessionFormat.Read(bomb, maxSize: 256 * 1024));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_bomb_with_a_smaller_declared_size_is_refused()
    {
        var bomb = SealedSessionFormat.Write(
            Session(SessionValues.From([KeyValuePair.Create("zeros", new ReadOnlyMemory<byte>(new byte[50_000_000]))])), compress: true);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(1), 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(SealedSessionFormat.Read(bomb, maxSize: 256 * 1024));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(38, long.MinValue)]
    [InlineData(38, -62_135_596_800_001)]
    [InlineData(46, long.MinValue)]
    [InlineData(46, 253_402_300_800_000)]
    [InlineData(62, long.MaxValue)]
    public void A_sealed_timestamp_out_of_range_makes_the_record_invalid(int at, long milliseconds)
    {
        var bytes = SealedSessionFormat.Write(Session(Values(("a", "1"))), compress: true);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at), milliseconds);

        Assert.Null(SealedSessionFormat.Read(bytes, 1024));
    }

    [Fact]
    public void Bytes_that_are_cut_off_anywhere_or_of_another_format_are_refused()
    {
        var bytes = SealedSessionFormat.Write(Session(Values(("a", "1")), owner: "Ada"), compress: true);
        Assert.NotNull(SealedSessionFormat.Read(bytes, 1024));

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(SealedSessionFormat.Read(bytes.AsMemory(0, length), 1024));
        }

        bytes[0]++;
        Assert.Null(SealedSessionFormat.Read(bytes, 1024));
    }

    [Fact]
    public void A_text_that_is_altered_in_any_character_is_refused()
    {
        var engine = Open();
        var text = engine.Seal(Session(Values(("name", "Ada"))));
        Assert.NotNull(engine.Open(text));

        for (var i = 0; i < text.Length; i++)
        {
            foreach (var other in "A_9=. é".Where(it => it != text[i]))
            {
                Assert.Null(engine.Open(string.Concat(text.AsSpan(0, i), [other], text.AsSpan(i + 1))));
            }

            Assert.Null(engine.Open(text[..i]));
            Assert.Null(engine.Open(text[i..] + text[..i] + "A"));
        }
    }

    // The last character has 0, 2 or 4 unused bits, depending on the length.
    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    public void A_session_has_only_one_valid_encoding(string value)
    {
        const string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var engine = Open();
        var text = engine.Seal(Session(Values(("name", value))));
        Assert.NotNull(engine.Open(text));

        Assert.Equal([text[^1]], digits.Where(digit => engine.Open(text[..^1] + digit) is not null));
        foreach (var filler in (string[])[" ", "\n", "\t", "=", "==", "%", "%%"])
        {
            Assert.Null(engine.Open(text + filler));
            Assert.Null(engine.Open(filler + text));
            Assert.Null(engine.Open(text.Insert(text.Length / 2, filler)));
        }
    }

    [Fact]
    public void Every_changed_bit_of_a_seal_is_refused()
    {
        var engine = Open();
        var bytes = Base64Url.DecodeFromChars(engine.Seal(Session(Values(("name", "Ada")))));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var altered = (byte[])bytes.Clone();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(engine.Open(Base64Url.EncodeToString(altered)));
        }
    }

    [Fact]
    public void Seals_of_another_purpose_or_with_other_keys_are_refused()
    {
        var session = Session(Values(("name", "Ada")));
        var bytes = SealedSessionFormat.Write(session, compress: true);

        Assert.Null(Open().Open(Base64Url.EncodeToString(_keys.CreateProtector("TypedSessions", "Cookie", "v2").Protect(bytes))));
        Assert.Null(Open().Open(Base64Url.EncodeToString(bytes)));
        Assert.Null(Seals.Create(new EphemeralDataProtectionProvider(), _clock).Open(Open().Seal(session)));
    }

    [Fact]
    public void The_end_is_inside_the_seal()
    {
        var engine = Open();
        var text = engine.Seal(Session(Values(("name", "Ada")), Now + TimeSpan.FromMinutes(1)));

        _clock.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(engine.Open(text));

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(engine.Open(text));
    }

    [Fact]
    public void Neither_keys_nor_values_nor_the_owner_can_be_read_in_the_text()
    {
        var text = Open().Seal(Session(Values(("password-hint", "my-first-dog-Rex")), owner: "ada@example.org"));
        var bytes = Base64Url.DecodeFromChars(text);

        foreach (var secret in new[] { "password-hint", "my-first-dog-Rex", "ada@example.org" })
        {
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)));
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void Values_of_the_size_that_is_allowed_fit_and_a_session_that_does_not_is_refused_with_both_numbers(int cookies)
    {
        var engine = Open(it => it.MaxCookies = cookies);
        var overhead = Noise(0).Payload.Length + 2;
        var session = Session(Noise(engine.MaxSize - overhead), deadline: Now + TimeSpan.FromDays(1), owner: new string('a', 256));
        Assert.InRange(session.Record.Values.Payload.Length, engine.MaxSize - 2, engine.MaxSize);

        Assert.InRange(engine.Seal(session).Length, 1, cookies * CookieEngineOptions.CharactersPerCookie);

        var exception = Assert.Throws<SessionEngineException>(() => engine.Seal(Session(Noise(engine.MaxSize + 600))));
        Assert.Contains($"limit is {cookies * 3800}, which is {cookies} cookies", exception.Message, StringComparison.Ordinal);
        Assert.Matches("takes [0-9]{4,5} characters", exception.Message);
        Assert.Contains("MaxCookies", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void A_number_of_cookies_that_no_server_would_take_is_refused(int cookies)
        => Assert.Throws<OptionsValidationException>(() => Open(options => options.MaxCookies = cookies));

    private static void AssertSame(SessionRecordEntry expected, SessionRecordEntry? opened)
    {
        Assert.NotNull(opened);
        var (key, actual) = opened.Value;
        Assert.Equal(expected.Key, key);
        Assert.Equal(expected.Record.Values.Payload.ToArray(), actual.Values.Payload.ToArray());
        Assert.Equal(expected.Record.CreatedAt, actual.CreatedAt);
        Assert.Equal(expected.Record.ExpiresAt, actual.ExpiresAt);
        Assert.Equal(expected.Record.Expiry, actual.Expiry);
        Assert.Equal(expected.Record.AbsoluteExpiration, actual.AbsoluteExpiration);
        Assert.Equal(expected.Record.Version, actual.Version);
        Assert.Equal(expected.Record.Owner, actual.Owner);
    }

    private static SessionValues Noise(int size)
        => SessionValues.From([KeyValuePair.Create("noise", new ReadOnlyMemory<byte>(RandomNumberGenerator.GetBytes(size)))]);

    private SealedTransport Open(Action<CookieEngineOptions>? configure = null)
    {
        var options = new CookieEngineOptions();
        configure?.Invoke(options);
        return Seals.Create(_keys, _clock, options);
    }

    private SessionRecordEntry Session(
        SessionValues values, DateTimeOffset? expires = null, SessionExpiry expiry = default, DateTimeOffset? deadline = null,
        string? owner = null, long version = 1)
        => new(NewKey(), new SessionRecord
        {
            Values = values,
            CreatedAt = Now,
            ExpiresAt = expires ?? Now + TimeSpan.FromDays(14),
            Expiry = expiry,
            AbsoluteExpiration = deadline,
            Owner = owner,
            Version = version,
        });
}
