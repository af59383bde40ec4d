using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace TypedSessions.Tests.Models;

/// <summary>A codec of the application: values are read as they were set.</summary>
public sealed class SessionCodecTests
{
    [Fact]
    public void A_value_that_survives_a_round_trip_is_accepted()
    {
        Verify(new TextCodec<Money>(static money => $"{money.Cents} {money.Currency}", Parse), new Money { Cents = 5, Currency = "EUR" });
        Verify(new TextCodec<int>(static number => $"{number}", int.Parse), 5);
        Verify(new TextCodec<Type>(static type => type.AssemblyQualifiedName!, static name => Type.GetType(name)!), typeof(Money));
        Verify(new TextCodec<List<int>>(static list => string.Join(' ', list), ParseList, isMutable: true), [1, 2, 3]);
        Verify(new TextCodec<HashSet<int>>(static set => string.Join(' ', set.Order()), static text => [.. ParseList(text)]), [3, 2, 1]);
    }

    [Fact]
    public void A_stored_form_that_varies_is_accepted_for_a_type_with_value_equality()
        => Verify(new TextCodec<string>(static text => Nonce() + text, static text => text[8..]), "secret");

    [Fact]
    public void A_stored_form_that_varies_is_refused_for_a_type_without_value_equality()
        => AssertRefused(
            new TextCodec<Opaque>(static opaque => Nonce() + opaque, static _ => new()), new(), "depends on the value alone");

    [Fact]
    public void A_member_that_is_not_stored_is_refused()
        => AssertRefused(
            new TextCodec<Money>(static money => $"{money.Cents} EUR", Parse),
            new Money { Cents = 5, Currency = "USD" },
            "Encode and decode every part");

    [Fact]
    public void A_scalar_that_changes_is_refused()
    {
        AssertRefused(new TextCodec<string>(static text => text.ToLowerInvariant(), static text => text), "A", "another value");
        AssertRefused(new TextCodec<double>(static number => $"{number:F0}", double.Parse), 1.5, "another value");
        AssertRefused(new TextCodec<DayOfWeek>(static _ => "", static _ => DayOfWeek.Monday), DayOfWeek.Friday, "another value");
    }

    [Fact]
    public void Elements_that_are_not_stored_are_refused()
    {
        AssertRefused(new TextCodec<List<int>>(static list => $"{list[0]}", ParseList), [1, 2], "another value");
        AssertRefused(
            new TextCodec<HashSet<int>>(static set => $"{set.First()}", static text => [.. ParseList(text)]), [1, 2], "another value");
        AssertRefused(
            new TextCodec<Dictionary<string, int>>(static map => map.Keys.First(), static key => new() { [key] = 0 }),
            new() { ["a"] = 1 },
            "another value");
    }

    [Fact]
    public void A_value_that_is_lost_as_null_is_refused()
        => AssertRefused(new TextCodec<Money>(static _ => "", static _ => null!), new Money(), "another value");

    [Fact]
    public void The_first_values_of_a_codec_are_checked()
    {
        var codec = new TextCodec<string>(static text => text == "x" ? "y" : text, static text => text);
        for (var i = 0; i < 16; i++)
        {
            codec.ThrowIfLost("a", codec.Encode("a"), verifyEachValue: false);
        }

        codec.ThrowIfLost("x", codec.Encode("x"), verifyEachValue: false);
        Assert.Throws<InvalidOperationException>(() => codec.ThrowIfLost("x", codec.Encode("x"), verifyEachValue: true));
    }

    [Fact]
    public void A_nullable_value_is_checked_by_the_codec_of_the_value()
        => AssertRefused(
            SessionCodec.Nullable(new TextCodec<double>(static number => $"{number:F0}", double.Parse)), 1.5, "another value");

    private static void Verify<T>(SessionCodec<T> codec, T value)
        => codec.ThrowIfLost(value, codec.Encode(value), verifyEachValue: true);

    private static void AssertRefused<T>(SessionCodec<T> codec, T value, string reason)
    {
        var error = Assert.Throws<InvalidOperationException>(() => codec.ThrowIfLost(value, codec.Encode(value), verifyEachValue: true));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static string Nonce() => Convert.ToHexString(RandomNumberGenerator.GetBytes(4));

    private static Money Parse(string text) => new() { Cents = long.Parse(text.Split(' ')[0]), Currency = text.Split(' ')[1] };

    private static List<int> ParseList(string text) => [.. text.Split(' ').Select(int.Parse)];

    private sealed class Money
    {
        public long Cents { get; init; }

        public string Currency { get; init; } = "";
    }

    private sealed class Opaque;

    private sealed class TextCodec<T>(Func<T, string> write, Func<string, T> read, bool isMutable = false) : SessionCodec<T>
    {
        public override bool IsMutable => isMutable;

        public override void Encode(T value, IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(write(value), output);

        public override T Decode(ReadOnlySpan<byte> stored) => read(Encoding.UTF8.GetString(stored));
    }
}
