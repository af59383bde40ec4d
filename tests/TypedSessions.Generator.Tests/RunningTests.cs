using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests;

public class RunningTests
{
    [Fact]
    public void An_absent_property_reads_as_its_default()
    {
        var read = GeneratedProgram.Run<object?[]>("""
            using System.Collections.Immutable;

            internal static class Program
            {
                public static object?[] Run()
                {
                    var cart = new Cart();
                    return
                    [
                        cart.Count, cart.Given, cart.Name, cart.Coupon, cart.Lines.Count,
                        cart.Map.Count, cart.Numbers.Length, cart.Day, cart.Maybe, cart.Price,
                    ];
                }
            }

            [SessionModel]
            internal partial class Cart
            {
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty(Default = 5)] public partial byte? Given { get; set; }
                [SessionProperty] public partial string Name { get; set; }
                [SessionProperty] public partial string? Coupon { get; set; }
                [SessionProperty] public partial IReadOnlyList<int> Lines { get; set; }
                [SessionProperty] public partial IDictionary<string, int> Map { get; set; }
                [SessionProperty] public partial ImmutableArray<int> Numbers { get; set; }
                [SessionProperty(Default = 2)] public partial DayOfWeek Day { get; set; }
                [SessionProperty] public partial DayOfWeek? Maybe { get; set; }
                [SessionProperty(Default = 9.99)] public partial decimal Price { get; set; }
            }
            """);

        Assert.Equal([0, (byte)5, "", null, 0, 0, 0, DayOfWeek.Tuesday, null, 9.99m], read);
    }

    [Fact]
    public void Another_view_of_the_session_reads_a_set_value()
    {
        var read = GeneratedProgram.Run<object?[]>("""
            using System.Linq;
            using System.Text;
            using Microsoft.AspNetCore.Http;

            internal static class Program
            {
                public static object?[] Run()
                {
                    var cart = new Cart
                    {
                        Count = 3, Name = "Ada", Line = new("tea", 2), At = new DateOnly(2026, 1, 2), Day = DayOfWeek.Friday
                    };
                    cart.Notes.Add("fragile");
                    cart.Notes = cart.Notes;
                    cart.Coupon = "x";
                    cart.Coupon = null;

                    var other = cart.Session.As<Cart>();
                    return
                    [
                        other.Count, other.Name, other.Line, other.At, other.Day, other.Notes.Single(), other.Coupon,
                        cart.Session.GetInt32("cart.count"), Encoding.UTF8.GetString(cart.Session.Get("cart.Name")!),
                    ];
                }
            }

            [SessionModel(Prefix = "cart.")]
            internal partial class Cart
            {
                [SessionProperty(Key = "count")] public partial int Count { get; set; }
                [SessionProperty] public partial string Name { get; set; }
                [SessionProperty] public partial string? Coupon { get; set; }
                [SessionProperty] public partial Line? Line { get; set; }
                [SessionProperty] public partial DateOnly? At { get; set; }
                [SessionProperty] public partial DayOfWeek Day { get; set; }
                [SessionProperty] public partial List<string> Notes { get; set; }
            }

            internal sealed record Line(string Product, int Quantity)
            {
                public override string ToString() => Product + Quantity;
            }
            """);

        Assert.Equal(
            [3, "Ada", "tea2", new DateOnly(2026, 1, 2), DayOfWeek.Friday, "fragile", null, 3, "Ada"],
            read.Select(static value => value?.GetType().Name == "Line" ? value.ToString() : value));
    }

    [Fact]
    public void The_helper_members_refer_to_properties()
    {
        var read = GeneratedProgram.Run<object?[]>("""
            internal static class Program
            {
                public static object?[] Run()
                {
                    var cart = new Cart();
                    var results = new List<object?> { cart.IsModified, cart.Contains(nameof(Cart.Count)) };
                    cart.Count = 1;
                    cart.Lines.Add(5);
                    results.AddRange([cart.IsModified, cart.Contains(nameof(Cart.Count)), string.Join(",", cart.ModifiedProperties)]);
                    cart.Remove(nameof(Cart.Count));
                    results.AddRange([cart.Contains(nameof(Cart.Count)), cart.Lines.Count]);
                    cart.Clear();
                    results.Add(cart.Lines.Count);
                    return [.. results];
                }
            }

            [SessionModel]
            internal partial class Cart
            {
                [SessionProperty(Key = "n")] public partial int Count { get; set; }
                [SessionProperty] public partial List<int> Lines { get; }
            }
            """);

        Assert.Equal([false, false, true, true, "Count,Lines", false, 1, 0], read);
    }

    [Fact]
    public void A_model_serialized_as_JSON_contains_its_properties_and_not_the_session()
    {
        var json = GeneratedProgram.Run<string>("""
            internal static class Program
            {
                public static string Run() => System.Text.Json.JsonSerializer.Serialize(new Cart { Count = 3 });
            }

            [SessionModel]
            internal partial class Cart
            {
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty] public partial string? Coupon { get; set; }
            }
            """);

        Assert.Equal("""{"Count":3,"Coupon":null}""", json);
    }

    [Fact]
    public void A_generic_model_works()
    {
        var read = GeneratedProgram.Run<object?[]>("""
            internal static class Program
            {
                public static object?[] Run()
                {
                    var wizard = new Outer<DayOfWeek>.Wizard<int> { Step = DayOfWeek.Monday, Answer = 7, Answers = { 1, 2 } };
                    return [wizard.Step, wizard.Answer, wizard.Answers.Count, wizard.Last];
                }
            }

            internal partial struct Outer<TStep> where TStep : struct, Enum
            {
                [SessionModel]
                internal partial class Wizard<TAnswer> where TAnswer : struct
                {
                    [SessionProperty] public partial TStep Step { get; set; }
                    [SessionProperty] public partial TAnswer Answer { get; set; }
                    [SessionProperty] public partial TAnswer? Last { get; set; }
                    [SessionProperty] public partial List<TAnswer> Answers { get; }
                }
            }
            """);

        Assert.Equal([DayOfWeek.Monday, 7, 2, null], read);
    }

    [Fact]
    public void A_codec_of_the_application_stores_its_property_and_refuses_what_it_loses()
    {
        var read = GeneratedProgram.Run<object?[]>("""
            internal static class Program
            {
                public static object?[] Run()
                {
                    var cart = new Cart { Total = new(250), Tip = null };
                    cart.Session.TryGetValue("Total", out var stored);
                    var refusal = "";
                    try
                    {
                        cart.Tip = new(55);
                    }
                    catch (InvalidOperationException exception)
                    {
                        refusal = exception.Message;
                    }

                    return [Convert.ToHexString(stored!), cart.Total.Cents, cart.Tip?.Cents, refusal.Contains("'Tip'"), cart.Limit.Cents];
                }
            }

            [SessionModel]
            internal partial class Cart
            {
                [SessionProperty(Codec = typeof(MoneyCodec))] public partial Money Total { get; set; }
                [SessionProperty(Codec = typeof(MoneyCodec))] public partial Money? Tip { get; set; }
                [SessionProperty(Codec = typeof(MoneyCodec))] public partial Money Limit { get; set; }
            }

            internal readonly record struct Money(int Cents);

            internal sealed class MoneyCodec : SessionCodec<Money>
            {
                public override bool IsMutable => false;

                public override void Encode(Money value, System.Buffers.IBufferWriter<byte> output)
                    => SessionCodec.Byte.Encode((byte)(value.Cents / 10), output);

                public override Money Decode(ReadOnlySpan<byte> stored) => new(SessionCodec.Byte.Decode(stored) * 10);
            }
            """);

        Assert.Equal(["19", 250, null, true, 0], read);
    }
}
