using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests;

public class ModelTests
{
    [Fact]
    public void A_model_in_a_namespace()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            /// <summary>The session of the shop.</summary>
            [SessionModel]
            public partial class ShopSession
            {
                /// <summary>The visitor's name.</summary>
                [SessionProperty]
                public partial string? UserName { get; set; }

                /// <summary>How often the visitor came.</summary>
                [SessionProperty(Key = "visits", Default = 5)]
                public partial int Visits { get; set; }

                /// <summary>What the visitor wants to buy.</summary>
                [SessionProperty]
                public partial List<CartLine> Lines { get; set; }
            }

            /// <summary>A line of the cart.</summary>
            public sealed record CartLine(string Product, int Quantity);
            """));

    [Fact]
    public void A_model_in_the_global_namespace_without_properties()
        => Snapshot.Match(GeneratorRun.Create("""
            [SessionModel]
            sealed partial class Empty;
            """));

    [Fact]
    public void A_model_in_a_block_namespace_that_names_the_interface_itself()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop.Pages
            {
                [SessionModel]
                internal partial class Cart : ISessionModel<Cart>
                {
                    [SessionProperty] internal partial int Count { get; set; }
                }
            }
            """));

    [Fact]
    public void Models_inside_of_other_types()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            internal partial interface IOuter
            {
                partial record struct Middle<TKey, @class>
                    where TKey : notnull
                {
                    private sealed partial record Inner
                    {
                        [SessionModel]
                        private partial class Cart
                        {
                            [SessionProperty] public partial Dictionary<TKey, @class>? Values { get; set; }
                        }
                    }
                }
            }
            """));

    [Fact]
    public void A_generic_model()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            [SessionModel]
            internal partial class Wizard<TStep, TAnswer>
                where TStep : struct, Enum
                where TAnswer : new()
            {
                [SessionProperty] public partial TStep Step { get; set; }
                [SessionProperty] public partial TStep? Previous { get; set; }
                [SessionProperty] public partial TAnswer Answer { get; set; }
                [SessionProperty] public partial TAnswer? Maybe { get; set; }
                [SessionProperty] public partial List<TAnswer?> All { get; set; }
            }
            """));

    [Fact]
    public void Keywords_as_names()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace @namespace.@int;

            [SessionModel(Prefix = "say \"hi\"\\")]
            internal partial class @class<@void>
            {
                [SessionProperty(Key = "new\nline")] public partial @enum @event { get; set; }
                [SessionProperty(Default = @enum.@false)] public partial @enum @default { get; set; }
            }

            internal enum @enum { @true, @false }
            """));

    [Fact]
    public void Modifiers_are_repeated()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            internal abstract class Base
            {
                public abstract int Overridden { get; set; }
                public virtual int Sealed { get; protected set; }
                public int Hidden => 0;
            }

            [SessionModel]
            internal partial class Cart : Base
            {
                [SessionProperty] public override partial int Overridden { get; set; }
                [SessionProperty] public sealed override partial int Sealed { get; protected set; }
                [SessionProperty] public new partial int Hidden { get; internal set; }
                [SessionProperty] public virtual partial int Virtual { get; protected internal set; }
                [SessionProperty] protected /* and */ internal unsafe partial int Unsafe { private protected get; set; }
                [SessionProperty] private partial int Private { get; set; }
                [SessionProperty] partial int Implicit { set; get; }
                [SessionProperty] public partial List<int> GetOnly { get; }
            }
            """));

    [Fact]
    public void Names_that_the_user_has_taken_are_left_alone()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            internal class Base
            {
                protected static bool Contains(int number) => number == _session;
                private const int _session = 1;
            }

            [SessionModel]
            internal partial class Session : Base
            {
                [SessionProperty] public partial int Stored { get; set; }
                [SessionProperty] public partial int All { get; set; }
                [SessionProperty] public partial bool IsModified { get; set; }
                public static string Clear => "clear";
                public class Remove;
            }
            """));

    [Fact]
    public void Two_models_in_one_file()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            [SessionModel(Prefix = "cart.")]
            internal partial class Cart
            {
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty(Key = "")] public partial int Empty { get; set; }
            }

            [SessionModel]
            internal partial class Login
            {
                [SessionProperty] public partial string? User { get; set; }
            }
            """));
}
