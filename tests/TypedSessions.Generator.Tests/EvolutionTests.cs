using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests;

/// <summary>Models that read the values of earlier versions.</summary>
public class EvolutionTests
{
    [Fact]
    public void Former_keys_upgrades_and_retired_keys()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            [SessionModel(Prefix = "shop.", RetiredKeys = ["coupon"])]
            internal partial class ShopSession
            {
                [SessionProperty(Key = "lines", FormerKeys = ["cart", "basket"])]
                public partial List<string> Lines { get; set; }

                [SessionProperty(Key = "visits2", FormerKeys = ["visits"])]
                public partial VisitCount? Visits { get; set; }

                [SessionProperty(FormerKeys = ["size"])] public partial int? Width { get; set; }

                [SessionUpgrade(nameof(Visits), From = "visits")]
                private static VisitCount FromNumber(int visits) => new(visits, Since: null);

                [SessionUpgrade(nameof(Width))]
                private static int FromSize(Size? size) => (int)size.GetValueOrDefault();
            }

            internal sealed record VisitCount(int Number, string? Since);

            internal enum Size { Small, Large }
            """));

    [Fact]
    public void Former_keys_that_are_kept()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            [SessionModel]
            internal partial class ShopSession
            {
                [SessionProperty(Key = "name2", FormerKeys = ["name"], KeepFormer = true)]
                public partial string Name { get; set; }

                [SessionProperty(FormerKeys = ["size", "big"], KeepFormer = true)]
                public partial int? Width { get; set; }

                [SessionUpgrade(nameof(Width), From = "size")]
                internal static int? FromSize(List<string> size) => size.Count;

                [SessionDowngrade(nameof(Width), To = "size")]
                internal static List<string> ToSize(int width) => [];

                [SessionUpgrade(nameof(Width), From = "big")]
                [Obsolete("Only for old sessions.")]
                internal static int? FromFlag(bool big) => big ? 100 : 10;

                [SessionDowngrade(nameof(Width), To = "big")]
                internal static bool ToFlag(int? width) => width > 50;
            }
            """));

    [Fact]
    public void Lifetimes_of_values()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            [SessionModel]
            internal partial class Messages
            {
                [SessionProperty(Flash = true)] public partial string? Saved { get; set; }
                [SessionProperty(FormerKeys = ["errors"], Flash = true)] public partial List<string> Errors { get; set; }
                [SessionProperty(ExpiresAfterMinutes = 5)] public partial List<string>? Codes { get; set; }
            }
            """));

    [Fact]
    public void Old_values_are_read_and_moved()
    {
        var read = GeneratedProgram.Run<object?[]>("""
            using System.Linq;
            using System.Text;
            using Microsoft.AspNetCore.Http;

            internal static class Program
            {
                public static object?[] Run()
                {
                    var session = new Old { Size = [1, 2], Name = "Ada" }.Session;
                    var cart = session.As<Cart>();
                    var before = (cart.Count, cart.Name, cart.Contains(nameof(Cart.Count)));
                    cart.Count = 3;
                    cart.Name = "Eve";
                    return [before, cart.Count, string.Join(',', session.Keys)];
                }
            }

            [SessionModel(Prefix = "a.")]
            internal partial class Old
            {
                [SessionProperty] public partial List<int>? Size { get; set; }
                [SessionProperty] public partial string? Name { get; set; }
            }

            [SessionModel(Prefix = "a")]
            internal partial class Cart
            {
                [SessionProperty(FormerKeys = [".Size"])] public partial int Count { get; set; }

                [SessionProperty(Key = "FullName", FormerKeys = [".Name"], KeepFormer = true)] public partial string? Name { get; set; }

                [SessionUpgrade(nameof(Count))] private static int FromList(List<int> size) => size.Count;
            }
            """);

        Assert.Equal([(2, "Ada", true), 3, "a.Name,aCount"], read);
    }

    [Fact]
    public void Maps_whose_items_each_have_a_key()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            [SessionModel(Prefix = "shop.")]
            internal partial class ShopSession
            {
                [SessionProperty(Key = "cart-{0}", FormerKeys = ["basket-{0}"])]
                public partial SessionMap<string, List<string>> Carts { get; }

                [SessionProperty(Key = "seen-{0}", Merge = SessionMerge.Sum)] public partial SessionMap<int, long> Seen { get; }

                [SessionProperty(Key = "note-{0}", Flash = true)] public partial SessionMap<Guid, string?> Notes { get; }

                [SessionProperty(Key = "size-{0}", ExpiresAfterMinutes = 5)] public partial SessionMap<long, Size?> Sizes { get; }
            }

            internal enum Size { Small, Large }
            """));
}
