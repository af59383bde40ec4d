using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests;

/// <summary>The generated descriptions of properties, such as <c>ShopSession.Properties.Cart</c>.</summary>
public class DescriptionTests
{
    [Fact]
    public void A_description_is_as_accessible_as_the_less_accessible_accessor()
    {
        var run = GeneratorRun.Create("""
            /// <summary>A model.</summary>
            [SessionModel]
            public partial class Cart
            {
                /// <summary>Public.</summary>
                [SessionProperty] public partial int Count { get; set; }

                /// <summary>Read by all.</summary>
                [SessionProperty] public partial int Visits { get; private set; }

                /// <summary>Set by this assembly.</summary>
                [SessionProperty] public partial int Steps { get; internal set; }

                /// <summary>Never replaced.</summary>
                [SessionProperty] public partial List<string> Notes { get; }

                /// <summary>For derived classes.</summary>
                [SessionProperty] protected internal partial Shown? Protected { get; set; }

                [SessionProperty] internal partial Line? Internal { get; set; }
                [SessionProperty] private protected partial Line? Both { get; set; }
                [SessionProperty] private partial Secret Private { get; set; }

                /// <summary>A type for derived classes.</summary>
                protected internal sealed record Shown(string Text);

                private sealed class Secret;
            }

            internal sealed record Line(string Product);
            """);

        Assert.Equal(
            ["Count public", "Steps internal", "Notes public", "Protected internal", "Internal internal", "All internal"],
            GetFields(run, "Cart+Properties"));
        Assert.Equal(["Visits public", "Both public", "Private public"], GetFields(run, "Cart+Stored"));
        Assert.Equal(Accessibility.Private, run.Output.GetTypeByMetadataName("Cart+Stored")!.DeclaredAccessibility);
    }

    [Theory]
    [InlineData("public partial string? Text { get; set; }", "_ = session.Get(Cart.Properties.Text).Length", "CS8602")]
    [InlineData("public partial string Text { get; set; }", "_ = session.Get(Cart.Properties.Text).Length", null)]
    [InlineData("public partial string Text { get; set; }", "session.Set(Cart.Properties.Text, null)", null)]
    [InlineData("public partial List<string>? Text { get; set; }", "_ = session.Get(Cart.Properties.Text).Count", "CS8602")]
    [InlineData("public partial int? Text { get; set; }", "_ = session.Get(Cart.Properties.Text).Value", "CS8629")]
    [InlineData("public partial int Text { get; set; }", "session.Set(Cart.Properties.Text, null)", "CS1503")]
    public void A_description_has_the_nullability_of_its_property(string property, string use, string? problem)
    {
        var run = GeneratorRun.Unchecked($$"""
            using Microsoft.AspNetCore.Http;

            [SessionModel] internal partial class Cart { [SessionProperty] {{property}} }

            internal static class Program
            {
                public static void Run(ISession session) { {{use}}; }
            }
            """);

        Assert.Equal(problem is null ? [] : [problem], run.Problems().Select(static it => it.Id));
    }

    [Fact]
    public void Codecs_conversions_and_type_parameters_of_nullable_properties_give_no_warning()
        => GeneratorRun.Create("""
            [SessionModel]
            internal partial class Cart<T, TClass>
                where TClass : class
            {
                [SessionProperty] public partial T? Any { get; set; }
                [SessionProperty] public partial TClass? Class { get; set; }
                [SessionProperty(Codec = typeof(LineCodec))] public partial Line? Given { get; set; }
                [SessionProperty(Codec = typeof(MaybeCodec))] public partial Line? Maybe { get; set; }
                [SessionProperty(Merge = SessionMerge.Fail)] public partial List<Line?>? Merged { get; set; }

                [SessionProperty(FormerKeys = ["one"], KeepFormer = true)] public partial Line? Converted { get; set; }
                [SessionUpgrade(nameof(Converted))] private static Line? FromText(string text) => null;
                [SessionDowngrade(nameof(Converted))] private static string ToText(Line line) => line.Product;
            }

            internal sealed record Line(string Product);

            internal class LineCodec : SessionCodec<Line>
            {
                public override bool IsMutable => false;
                public override void Encode(Line value, System.Buffers.IBufferWriter<byte> output) { }
                public override Line Decode(ReadOnlySpan<byte> stored) => new("");
            }

            internal class MaybeCodec : SessionCodec<Line?>
            {
                public override bool IsMutable => false;
                public override void Encode(Line? value, System.Buffers.IBufferWriter<byte> output) { }
                public override Line? Decode(ReadOnlySpan<byte> stored) => null;
            }
            """);

    [Fact]
    public void A_conversion_can_have_the_name_of_a_method_of_every_object()
        => GeneratorRun.Create("""
            [SessionModel]
            internal partial class Cart<T>
            {
                [SessionProperty(FormerKeys = ["old"], KeepFormer = true)] public partial List<int> Numbers { get; set; }
                [SessionUpgrade(nameof(Numbers))] private static List<int> Equals(string old) => [];
                [SessionDowngrade(nameof(Numbers))] private static string ToString(List<int> now) => "";
            }
            """);

    [Fact]
    public void Maps_of_type_parameters_and_of_code_without_nullability_give_no_warning()
        => GeneratorRun.Create("""
            internal partial class Properties
            {
                internal partial class Stored<All>
                {
                    [SessionModel(RetiredKeys = ["x"])]
                    internal partial class Cart<T>
                        where T : notnull, IParsable<T>
                    {
                        [SessionProperty(Key = "a-{0}")] public partial SessionMap<T, All?> Map { get; }
                        [SessionProperty(Key = "b-{0}")] internal partial SessionMap<T, List<T>> @event { get; }
                        [SessionProperty(Key = "c-{0}")] protected partial SessionMap<T, int?> Retired { get; }
                        [SessionProperty(Key = "d-{0}", Merge = SessionMerge.Fail)] public partial SessionMap<string, T?> Session { get; }
                        [SessionProperty(Key = "e-{0}", Default = "x")] public partial SessionMap<string, string?> Texts { get; }
                    }
                }
            }

            #nullable disable
            [SessionModel]
            internal partial class Old
            {
                [SessionProperty(Key = "f-{0}")] public partial SessionMap<string, string> Texts { get; }
                [SessionProperty(Key = "g-{0}")] public partial SessionMap<string, List<string>> Lists { get; }
            }
            """);

    [Fact]
    public void A_static_member_of_the_model_can_use_a_description_first()
        => Assert.Equal(5, GeneratedProgram.Run<int>("""
            using Microsoft.AspNetCore.Http;

            internal static class Program
            {
                public static int Run() => Cart.GetSecret(new Other().Session);
            }

            [SessionModel] internal partial class Other;

            [SessionModel]
            internal partial class Cart
            {
                [SessionProperty(Default = 5)] public partial int Secret { get; private set; }

                public static int GetSecret(ISession session) => session.Get(Stored.Secret);
            }
            """));

    [Fact]
    public void A_member_with_the_same_name_changes_the_name_of_the_class()
    {
        var run = GeneratorRun.Create("""
            internal class Base { protected const int Properties2 = 2; }

            [SessionModel]
            internal partial class Cart : Base
            {
                [SessionProperty] public partial Dictionary<string, string> Properties { get; set; }
                [SessionProperty] public partial int All { get; set; }
                [SessionProperty] private partial int Stored { get; set; }
            }

            internal static class Program
            {
                public static object Run() => Cart.Properties3.Properties;
            }
            """);

        Assert.Equal(["Properties public", "All public", "All2 internal"], GetFields(run, "Cart+Properties3"));
        Assert.Equal(["Stored public"], GetFields(run, "Cart+Stored2"));
    }

    [Fact]
    public void The_dictionary_of_a_session_and_helpers_of_the_application_stay_as_they_are()
        => GeneratorRun.Create("""
            using Microsoft.AspNetCore.Http;
            using TypedSessions.Dictionary;
            using Helpers;

            [SessionModel] internal partial class Cart { [SessionProperty] public partial string? Text { get; set; } }

            internal static class Program
            {
                public static object?[] Run(ISession session)
                {
                    session.Set("a", "b");
                    session.Set(Cart.Properties.Text, "b");
                    session.Set("bytes", new byte[] { 1 });
                    session.Put("c", 1);
                    session.Remove("a");
                    session.Remove(Cart.Properties.Text);
                    return
                    [
                        session.Get<string>("a"), session.Get("a"), session.Get(Cart.Properties.Text),
                        session.Get<string?>(Cart.Properties.Text),
                        session.Contains("a"), session.Contains(Cart.Properties.Text), session.Get("a", SessionCodec.String),
                    ];
                }
            }

            namespace Helpers
            {
                internal static class SessionHelpers
                {
                    public static void Put<T>(this ISession session, string key, T value) => session.Set(key, [1]);
                    public static T? Get<T>(this ITypedSession session, string key) => default;
                }
            }
            """);

    [Fact]
    public void A_description_reads_and_sets_the_property_of_the_sessions_model()
    {
        var read = GeneratedProgram.Run<object?[]>("""
            using Microsoft.AspNetCore.Http;

            internal static class Program
            {
                public static object?[] Run()
                {
                    var session = new Cart<int>().Session;
                    session.SetString("cart.Gone", "x");
                    session.Set(Cart<int>.Properties.Count, 3);
                    session.Get(Cart<int>.Properties.Lines).Add(5);
                    var cart = session.As<Cart<int>>();
                    cart.Lines.Add(6);
                    Change(session, Cart<int>.Properties.Text, "a", "b");
                    session.Get(Cart<int>.Properties.Notes)[1] = "x";
                    return
                    [
                        cart.Count, ReferenceEquals(cart.Lines, session.Get(Cart<int>.Properties.Lines)), cart.Lines.Count, cart.Text,
                        session.Contains(Cart<int>.Properties.Lines), session.GetString("cart.Gone"), cart.GetSecret(session),
                        cart.Notes[1], session.Contains(Cart<int>.Properties.Notes),
                    ];
                }

                private static void Change<T>(ISession session, SessionProperty<T> property, T first, T second)
                {
                    session.Set(property, first);
                    session.Remove(property);
                    if (!session.Contains(property))
                    {
                        session.Set(property, second);
                    }
                }
            }

            [SessionModel(Prefix = "cart.", RetiredKeys = ["Gone"])]
            internal partial class Cart<T>
            {
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty] public partial List<T> Lines { get; }
                [SessionProperty] public partial string? Text { get; set; }
                [SessionProperty(Key = "note-{0}")] public partial SessionMap<int, string?> Notes { get; }
                [SessionProperty] private partial int Secret { get; set; }

                public int GetSecret(ISession session)
                {
                    Secret = 7;
                    return session.Get(Stored.Secret);
                }
            }
            """);

        Assert.Equal([3, true, 2, "b", true, null, 7, "x", true], read);
    }

    private static IEnumerable<string> GetFields(GeneratorRun run, string type)
        => run.Output.GetTypeByMetadataName(type)!.GetMembers().OfType<IFieldSymbol>()
            .Select(static field => $"{field.Name} {field.DeclaredAccessibility.ToString().ToLowerInvariant()}");
}
