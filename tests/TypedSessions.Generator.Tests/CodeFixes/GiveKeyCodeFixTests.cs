using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes;

public sealed class GiveKeyCodeFixTests
{
    private static readonly CodeFixTest InOneModel = CodeFixTest.Create(DiagnosticIds.DuplicateKey);
    private static readonly CodeFixTest BetweenModels = CodeFixTest.Create(DiagnosticIds.KeyOfAnotherModel);

    [Fact]
    public Task TSES022_gives_the_second_property_its_own_name_or_a_number()
        => InOneModel.Verify(
            """
            [SessionModel(Prefix = "shop.")]
            public partial class Cart
            {
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty(Key = [|"Count"|], Default = 1)] public partial int Number { get; set; }
                [SessionProperty(Key = "Other")] public partial int Third { get; set; }
                [SessionProperty] public partial int [|Other|] { get; set; } // another one
            }
            """,
            """
            [SessionModel(Prefix = "shop.")]
            public partial class Cart
            {
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty(Default = 1)] public partial int Number { get; set; }
                [SessionProperty(Key = "Other")] public partial int Third { get; set; }
                [SessionProperty(Key = "Other2")] public partial int Other { get; set; } // another one
            }
            """);

    [Fact]
    public Task TSES022_offers_the_property_that_is_declared_first_as_well()
        => (InOneModel with { Choice = "Give 'Count' the key 'Count2'" }).VerifyOneByOne(
            """
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Default = 2)] public partial int Count { get; set; }
                [SessionProperty(Key = [|"Count"|])] public partial int Number { get; set; }
            }
            """,
            """
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Default = 2, Key = "Count2")] public partial int Count { get; set; }
                [SessionProperty(Key = "Count")] public partial int Number { get; set; }
            }
            """);

    [Fact]
    public Task TSES023_gives_the_models_prefixes()
        => BetweenModels.VerifyTogether(
            (
                """
                // The cart.
                [SessionModel]
                public partial class ShopCart
                {
                    [SessionProperty] public partial int [|Count|] { get; set; }
                    [SessionProperty] public partial int [|Size|] { get; set; }
                }
                """,
                """
                // The cart.
                [SessionModel(Prefix = "shopCart.")]
                public partial class ShopCart
                {
                    [SessionProperty] public partial int Count { get; set; }
                    [SessionProperty] public partial int Size { get; set; }
                }
                """),
            (
                """
                [SessionModel]
                public partial class Visits { [SessionProperty(Key = [|"Count"|])] public partial int Number { get; set; } }
                [SessionModel]
                public partial class Views { [SessionProperty(Key = [|"Size"|])] public partial int Number { get; set; } }
                """,
                """
                [SessionModel(Prefix = "visits.")]
                public partial class Visits { [SessionProperty(Key = "Count")] public partial int Number { get; set; } }
                [SessionModel(Prefix = "views.")]
                public partial class Views { [SessionProperty(Key = "Size")] public partial int Number { get; set; } }
                """));

    [Fact]
    public Task TSES023_gives_one_property_a_different_key()
        => (BetweenModels with { Choice = "Give 'Count' the key 'a.Count'" }).VerifyOneByOne(
            """
            [SessionModel] public partial class A { [SessionProperty] public partial int [|Count|] { get; set; } }
            [SessionModel] public partial class B { [SessionProperty] public partial int [|Count|] { get; set; } }
            """,
            """
            [SessionModel] public partial class A { [SessionProperty(Key = "a.Count")] public partial int Count { get; set; } }
            [SessionModel] public partial class B { [SessionProperty] public partial int Count { get; set; } }
            """);

    [Fact]
    public Task TSES023_keeps_the_prefix_that_a_model_has()
        => BetweenModels.VerifyOneByOne(
            """
            [SessionModel(Prefix = "shop.")]
            public partial class Cart { [SessionProperty] public partial int [|Count|] { get; set; } }
            [SessionModel] public partial class Visits { [SessionProperty(Key = [|"shop.Count"|])] public partial int Count { get; set; } }
            """,
            """
            [SessionModel(Prefix = "shop.")]
            public partial class Cart { [SessionProperty(Key = "cart.Count")] public partial int Count { get; set; } }
            [SessionModel] public partial class Visits { [SessionProperty(Key = "shop.Count")] public partial int Count { get; set; } }
            """);

    [Fact]
    public Task TSES024_separates_keys_that_differ_in_case_only()
        => CodeFixTest.Create(DiagnosticIds.KeyInAnotherCase).Verify(
            """
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty(Key = [|"count"|])] public partial int Number { get; set; }
            }

            [SessionModel] public partial class Visits { [SessionProperty(Key = [|"COUNT"|])] public partial int Count { get; set; } }
            """,
            """
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty] public partial int Number { get; set; }
            }

            [SessionModel] public partial class Visits { [SessionProperty(Key = "visits.COUNT")] public partial int Count { get; set; } }
            """);

    [Fact]
    public Task TSES025_gives_the_property_its_name_as_the_key()
        => CodeFixTest.Create(DiagnosticIds.ReservedKey).Verify(
            """
            [SessionModel]
            public partial class Login
            {
                [SessionProperty] public partial int Other { get; set; }
                [SessionProperty(Key = [|"__ts.testcookie"|])] public partial bool Worked { get; set; }
                [SessionProperty(Key = [|"__ts.a"|], Default = 1)] public partial int A { get; set; }
            }
            """,
            """
            [SessionModel]
            public partial class Login
            {
                [SessionProperty] public partial int Other { get; set; }
                [SessionProperty] public partial bool Worked { get; set; }
                [SessionProperty(Default = 1)] public partial int A { get; set; }
            }
            """);

    [Fact]
    public Task TSES025_gives_the_model_its_own_prefix()
        => CodeFixTest.Create(DiagnosticIds.ReservedKey).Verify(
            "[SessionModel(Prefix = [|\"__ts.\"|])] public partial class Login "
                + "{ [SessionProperty] public partial int Count { get; set; } }",
            "[SessionModel(Prefix = \"login.\")] public partial class Login { [SessionProperty] public partial int Count { get; set; } }");
}
