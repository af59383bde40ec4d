using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes;

public sealed class MakePartialCodeFixTests
{
    private static readonly CodeFixTest Model = CodeFixTest.Create(DiagnosticIds.ModelNotPartial);
    private static readonly CodeFixTest Container = CodeFixTest.Create(DiagnosticIds.ContainingTypeNotPartial);
    private static readonly CodeFixTest Property = CodeFixTest.Create(DiagnosticIds.PropertyNotPartial);

    [Fact]
    public Task TSES001_makes_the_class_partial_and_keeps_comments()
        => Model.Verify(
            """
            // The cart.
            [SessionModel] // kept
            // in the session
            class [|Cart|] // a class
            {
                public int Local { get; set; }
            }
            """,
            """
            // The cart.
            [SessionModel] // kept
            // in the session
            partial class Cart // a class
            {
                public int Local { get; set; }
            }
            """);

    [Fact]
    public Task TSES001_makes_all_classes_of_several_files_partial_and_the_types_around_them()
        => Model.Verify(
            (
                """
                [SessionModel] public sealed class [|Cart|];
                [SessionModel] internal class [|Login|];
                """,
                """
                [SessionModel] public sealed partial class Cart;
                [SessionModel] internal partial class Login;
                """),
            ("public class Other;", "public class Other;"),
            (
                "readonly ref struct Outer { [SessionModel] class [|Visits|]; [SessionModel] class [|Views|]; }",
                "readonly ref partial struct Outer { [SessionModel] partial class Visits; [SessionModel] partial class Views; }"));

    [Fact]
    public Task TSES001_has_a_title_with_the_class() => Model.VerifyTitles("[SessionModel] class [|Cart|];", "Make 'Cart' partial");

    [Fact]
    public Task TSES002_makes_the_types_around_a_model_partial()
        => Container.Verify(
            """
            public record [|Outer|]
            {
                partial struct Middle
                {
                    interface [|IInner|] { [SessionModel] partial class Cart; }
                }
            }
            """,
            """
            public partial record Outer
            {
                partial struct Middle
                {
                    partial interface IInner { [SessionModel] partial class Cart; }
                }
            }
            """);

    [Fact]
    public Task TSES011_makes_automatic_properties_partial_and_their_initializers_defaults()
        => Property.Verify(
            """
            [SessionModel]
            public partial class Cart
            {
                /// <summary>How many.</summary>
                [SessionProperty] public int [|Count|] { get; set; } = 5; // five
                [SessionProperty(Key = "name")] string [|Name|] { get; set; } = "none";
                [SessionProperty] public List<int> [|Numbers|] { get; set; } = [];
                [SessionProperty] public List<int> [|More|] { get; private set; } = new();
                [SessionProperty] public string [|Empty|] { get; set; } = string.Empty; // nothing
                [SessionProperty] public int [|ReadOnly|] { get; } = -1;
            }
            """,
            """
            [SessionModel]
            public partial class Cart
            {
                /// <summary>How many.</summary>
                [SessionProperty(Default = 5)] public partial int Count { get; set; } // five
                [SessionProperty(Key = "name", Default = "none")] partial string Name { get; set; }
                [SessionProperty] public partial List<int> Numbers { get; set; }
                [SessionProperty] public partial List<int> More { get; private set; }
                [SessionProperty] public partial string Empty { get; set; } // nothing
                [SessionProperty(Default = -1)] public partial int ReadOnly { get; }
            }
            """);

    [Theory]
    [InlineData("public int [|Count|] => 1;")]
    [InlineData("public int [|Count|] { get { return 1; } set { } }")]
    [InlineData("public int [|Count|] { get => 1; }")]
    [InlineData("public List<int> [|Numbers|] { get; set; } = [1, 2];")]
    public Task TSES011_has_no_fix_for_code_of_the_user(string property)
        => Property.VerifyNoFix($$"""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] {{property}}
            }
            """);
}
