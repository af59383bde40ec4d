using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Shape;
using TypedSessions.Generator.Tests.Analyzers.Shape;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes.Shape;

public sealed class ShapeCodeFixTests
{
    private const string Models = """
        [SessionModel]
        public partial class Shop
        {
            [SessionProperty] public partial List<Line> Lines { get; set; }
            [SessionProperty] public partial int Visits { get; set; }
        }

        public record Line(string Name, Size Size);

        public enum Size { Small, Large }
        """;

    [Theory]
    [InlineData(null)]
    [InlineData("# Comment\ntype Line Name : int\nOld Zero : int\n")]
    public async Task TSES110_is_fixed_in_the_unshipped_file(string? unshipped)
    {
        var project = CodeFixProject.Create(
            Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp13, ShapeFiles.Create("", unshipped), [Models]);

        var together = await CodeFixProject.FixAll(project, DiagnosticIds.ShapeNotRecorded, choice: null);
        while (await project.Find(DiagnosticIds.ShapeNotRecorded) is [var first, ..])
        {
            project = await project.Apply((await project.Actions(first))[0]);
        }

        var comment = unshipped is null ? "" : "# Comment\nOld Zero : int\n";
        const string Lines = """
            Shop Lines : list<Line>
            Shop Visits : int
            type Line Name : string
            type Line Size : Size
            enum Size Small=0 Large=1

            """;
        Assert.Equal(comment + Lines, project.BuildProperties[RecordedShape.UnshippedName]);
        Assert.Equal(comment + Lines, together.BuildProperties[RecordedShape.UnshippedName]);
        Assert.Equal("", together.BuildProperties[RecordedShape.ShippedName]);
    }

    [Fact]
    public Task TSES111_is_fixed_by_a_new_key_and_an_upgrade()
        => (CodeFixTest.Create(DiagnosticIds.KeyChangedType) with { BuildProperties = ShapeFiles.Create("Shop visits : Old") }).Verify(
            """
            [SessionModel]
            public partial class Shop
            {
                [SessionProperty(Key = "visits")] public partial [|string?|] Visits { get; set; }
                [SessionProperty(Key = "visits2")] public partial string? {|TSES110:Other|} { get; set; }
            }

            public record Old(int Number);
            """,
            """
            [SessionModel]
            public partial class Shop
            {
                [SessionProperty(Key = "visits3", FormerKeys = ["visits"])] public partial string? {|TSES110:Visits|} { get; set; }

                [SessionUpgrade(nameof(Visits))]
                private static string? UpgradeVisits(Old stored) => throw new System.NotImplementedException();
                [SessionProperty(Key = "visits2")] public partial string? {|TSES110:Other|} { get; set; }
            }

            public record Old(int Number);
            """);

    [Fact]
    public Task TSES111_of_a_map_is_fixed_by_a_key_that_begins_differently()
        => (CodeFixTest.Create(DiagnosticIds.KeyChangedType) with { BuildProperties = ShapeFiles.Create("Shop cart-{0} : string") }).Verify(
            """
            [SessionModel]
            public partial class Shop
            {
                [SessionProperty(Key = "cart-{0}")]
                public partial [|SessionMap<string, int>|] Carts { get; }
            }
            """,
            """
            [SessionModel]
            public partial class Shop
            {
                [SessionProperty(Key = "cart2-{0}", FormerKeys = ["cart-{0}"])]
                public partial SessionMap<string, int> {|TSES110:Carts|} { get; }

                [SessionUpgrade(nameof(Carts))]
                private static int UpgradeCarts(string stored) => throw new System.NotImplementedException();
            }
            """);

    [Fact]
    public Task TSES112_is_fixed_by_retiring_the_key()
        => (CodeFixTest.Create(DiagnosticIds.KeyDisappeared) with
        {
            BuildProperties = ShapeFiles.Create("Shop shop.a : int\nShop shop.b : int\nretired Shop shop.c : int"),
        }).Verify(
            """
            [SessionModel(Prefix = "shop.", RetiredKeys = ["c"])] public partial class [|{|TSES112:Shop|}|];
            """,
            """
            [SessionModel(Prefix = "shop.", RetiredKeys = ["c", "a", "b"])] public partial class {|TSES110:{|TSES110:Shop|}|};
            """);
}
