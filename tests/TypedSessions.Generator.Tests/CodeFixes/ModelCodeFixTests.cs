using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes;

/// <summary>The fixes for the declaration of a model.</summary>
public sealed class ModelCodeFixTests
{
    private static readonly CodeFixTest Record = CodeFixTest.Create(DiagnosticIds.RecordModel);
    private static readonly CodeFixTest Static = CodeFixTest.Create(DiagnosticIds.StaticModel);
    private static readonly CodeFixTest Abstract = CodeFixTest.Create(DiagnosticIds.AbstractModel);
    private static readonly CodeFixTest FileLocal = CodeFixTest.Create(DiagnosticIds.FileLocalModel);
    private static readonly CodeFixTest Constructor = CodeFixTest.Create(DiagnosticIds.NoParameterlessConstructor);
    private static readonly CodeFixTest Required = CodeFixTest.Create(DiagnosticIds.RequiredMember);
    private static readonly CodeFixTest Outside = CodeFixTest.Create(DiagnosticIds.PropertyOutsideModel);

    [Fact]
    public Task TSES004_makes_a_class_of_all_parts_of_a_record()
        => Record.Verify(
            (
                """
                /// <summary>The cart.</summary>
                [SessionModel]
                public sealed partial [|record|] class Cart<T> : IDisposable where T : class // all of it
                {
                    [SessionProperty] public partial int Count { get; set; } // how many
                    public void Dispose() { }
                }

                [SessionModel] public partial [|record|] Visits;
                """,
                """
                /// <summary>The cart.</summary>
                [SessionModel]
                public sealed partial class Cart<T> : IDisposable where T : class // all of it
                {
                    [SessionProperty] public partial int Count { get; set; } // how many
                    public void Dispose() { }
                }

                [SessionModel] public partial class Visits;
                """),
            ("partial record Cart<T> { public int Other => 1; }", "partial class Cart<T> { public int Other => 1; }"));

    [Fact]
    public Task TSES004_leaves_positional_properties_alone()
        => Record.VerifyNoFix("[SessionModel] public partial [|record|] Cart(int Count);");

    [Fact]
    public Task TSES005_removes_static_from_all_parts()
        => Static.Verify(
            (
                "[SessionModel] public [|static|] partial class Cart { public static int One => 1; }",
                "[SessionModel] public partial class Cart { public static int One => 1; }"),
            (
                """
                // Statistics.
                static partial class Cart;

                [SessionModel]
                [|static|] partial class Visits
                {
                }
                """,
                """
                // Statistics.
                partial class Cart;

                [SessionModel]
                partial class Visits
                {
                }
                """));

    [Fact]
    public Task TSES005_leaves_a_class_of_extension_methods_alone()
        => Static.VerifyNoFix(
            "[SessionModel] public [|static|] partial class Cart { public static int Half(this int number) => number / 2; }");

    [Fact]
    public Task TSES006_removes_abstract()
        => Abstract.Verify(
            """
            [SessionModel] public [|abstract|] partial class Cart;
            [SessionModel] [|abstract|] partial class Visits { protected virtual int One => 1; }
            """,
            """
            [SessionModel] public partial class Cart;
            [SessionModel] partial class Visits { protected virtual int One => 1; }
            """);

    [Theory]
    [InlineData("[SessionModel] public [|abstract|] partial class Cart { public abstract int One { get; } }")]
    [InlineData(
        "public abstract class Shared { public abstract int One { get; "
            + "} } [SessionModel] public [|abstract|] partial class Cart : Shared;")]
    public Task TSES006_leaves_abstract_members_alone(string source) => Abstract.VerifyNoFix(source);

    [Fact]
    public Task TSES007_removes_file_from_the_type_that_has_it()
        => FileLocal.Verify(
            """
            [SessionModel]
            [|file|] partial class Cart;

            [|file|] partial class Outer { [SessionModel] public partial class Visits; }

            file partial class Outer;
            """,
            """
            [SessionModel]
            partial class Cart;

            partial class Outer { [SessionModel] public partial class Visits; }

            partial class Outer;
            """);

    [Fact]
    public Task TSES009_adds_a_constructor_before_the_first()
        => Constructor.Verify(
            """
            namespace Shop
            {
                [SessionModel]
                public partial class [|Cart|]
                {
                    private readonly int _size;

                    // With a size.
                    public Cart(int size) => _size = size;

                    public int Size => _size;
                }

                [SessionModel]
                public partial class [|Visits|]
                {
                    public Visits(int size) { }
                }
            }
            """,
            """
            namespace Shop
            {
                [SessionModel]
                public partial class Cart
                {
                    private readonly int _size;

                    private Cart()
                    {
                    }

                    // With a size.
                    public Cart(int size) => _size = size;

                    public int Size => _size;
                }

                [SessionModel]
                public partial class Visits
                {
                    private Visits()
                    {
                    }

                    public Visits(int size) { }
                }
            }
            """);

    [Theory]
    [InlineData("[SessionModel] public partial class [|Cart|](int size) { public int Size => size; }")]
    [InlineData(
        "public class Shared(int size) { public int Size => size; "
            + "} [SessionModel] public partial class [|Cart|] : Shared { public Cart(int size) : base(size) { } }")]
    public Task TSES009_leaves_constructors_that_need_values_alone(string source) => Constructor.VerifyNoFix(source);

    [Fact]
    public Task TSES010_removes_required()
        => Required.Verify(
            """
            [SessionModel]
            public partial class Cart
            {
                public [|required|] int Count;
                [|required|] public string? Name { get; set; } // a name
            }
            """,
            """
            [SessionModel]
            public partial class Cart
            {
                public int Count;
                public string? Name { get; set; } // a name
            }
            """);

    [Fact]
    public Task TSES010_leaves_a_base_class_alone()
        => Required.VerifyNoFix(
            "public class Shared { public required string Name { get; set; } } [SessionModel] public partial class Cart : [|Shared|];");

    [Fact]
    public Task TSES021_makes_a_model_of_the_class_and_all_its_properties_partial()
        => Outside.Verify(
            """
            namespace Shop
            {
                public class Outer
                {
                    // The cart.
                    public sealed class Cart
                    {
                        [SessionProperty] public int [|Count|] { get; set; }
                        [SessionProperty(Key = "name")] public string [|Name|] { get; set; } = "none";
                        public int Local { get; set; }
                    }
                }
            }

            partial class Visits { [SessionProperty] public partial int [|Number|] { get; set; } }
            """,
            """
            namespace Shop
            {
                public partial class Outer
                {
                    // The cart.
                    [SessionModel]
                    public sealed partial class Cart
                    {
                        [SessionProperty] public partial int Count { get; set; }
                        [SessionProperty(Key = "name", Default = "none")] public partial string Name { get; set; }
                        public int Local { get; set; }
                    }
                }
            }

            [SessionModel]
            partial class Visits { [SessionProperty] public partial int Number { get; set; } }
            """);

    [Fact]
    public Task TSES021_repeats_the_namespace_of_the_other_attribute()
        => Outside.Verify(
            "class Cart { [global::TypedSessions.SessionProperty] public int [|Count|] { get; set; } }",
            "[global::TypedSessions.SessionModel]\npartial class Cart "
                + "{ [global::TypedSessions.SessionProperty] public partial int Count { get; set; } }");

    [Fact]
    public Task TSES021_removes_the_attribute()
        => (Outside with { Choice = "Remove [SessionProperty]" }).Verify(
            """
            public struct Point
            {
                /// <summary>X.</summary>
                [SessionProperty]
                public int [|X|] { get; set; }

                [Obsolete, SessionProperty] public int [|Y|] { get; set; }
            }

            public record Line([property: SessionProperty] string [|Name|], int Count);
            """,
            """
            public struct Point
            {
                /// <summary>X.</summary>
                public int X { get; set; }

                [Obsolete] public int Y { get; set; }
            }

            public record Line(string Name, int Count);
            """);

    [Theory]
    [InlineData(
        "public class Cart { [SessionProperty] public int [|Count|] { get; set; } }",
        "Make 'Cart' a session model",
        "Remove [SessionProperty]")]
    [InlineData("public class Cart { [SessionProperty] public int [|Count|] => 1; }", "Remove [SessionProperty]")]
    [InlineData("public static class Cart { [SessionProperty] public static int [|Count|] { get; set; } }", "Remove [SessionProperty]")]
    [InlineData(
        "public partial class C { [SessionProperty] public partial int [|N|] { get; } public partial int N => 1; }",
        "Remove [SessionProperty]")]
    public Task TSES021_offers_the_possible_fixes(string source, params string[] titles) => Outside.VerifyTitles(source, titles);
}
