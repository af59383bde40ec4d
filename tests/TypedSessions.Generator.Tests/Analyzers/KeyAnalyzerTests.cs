using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

public sealed class KeyAnalyzerTests
{
    private static readonly AnalyzerTest InOneModel = AnalyzerTest.Create(DiagnosticIds.DuplicateKey);
    private static readonly AnalyzerTest BetweenModels = AnalyzerTest.Create(DiagnosticIds.KeyOfAnotherModel);
    private static readonly AnalyzerTest InAnotherCase = AnalyzerTest.Create(DiagnosticIds.KeyInAnotherCase);

    [Fact]
    public async Task TSES022_reports_the_second_property_of_a_key_and_points_to_the_first()
    {
        var found = await InOneModel.Verify("""
            [SessionModel(Prefix = "shop.")]
            public partial class Cart
            {
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty(Key = [|"Count"|])] public partial int Number { get; set; }
                [SessionProperty(Key = "Other")] public partial int Third { get; set; }
                [SessionProperty] public partial int [|Other|] { get; set; }
            }
            """);

        Assert.Equal(
            "Session property 'Cart.Number' has the same key 'shop.Count' as 'Count'; give one of them another 'Key'",
            found[0].GetMessage());
        Assert.Equal("\"Other\"", Text(Assert.Single(found[1].AdditionalLocations)));
    }

    [Fact]
    public Task TSES022_is_silent_about_properties_that_are_not_kept()
        => InOneModel.Verify("""
            [SessionModel]
            public partial class Cart
            {
                public const string Name = "number";
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty(Key = Name)] public partial int Other { get; set; }
                public int number { get; set; }
                public int count { get; set; }
            }
            """);

    [Fact]
    public async Task TSES023_reports_both_models_across_files()
    {
        var found = await BetweenModels.Verify(
            """
            namespace Shop;

            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] public partial int [|Count|] { get; set; }
            }
            """,
            """
            namespace Admin;

            [SessionModel]
            public partial class Visits
            {
                [SessionProperty(Key = [|"Count"|])] public partial int Number { get; set; }
            }
            """);

        Assert.Equal(
            [
                "Session property 'Cart.Count' has the same key 'Count' as 'Visits.Number' of another model; "
                    + "give one of them another 'Key', or its model a 'Prefix'",
                "Session property 'Visits.Number' has the same key 'Count' as 'Cart.Count' of another model; "
                    + "give one of them another 'Key', or its model a 'Prefix'",
            ],
            found.Select(static diagnostic => diagnostic.GetMessage()));
        Assert.Equal("\"Count\"", Text(Assert.Single(found[0].AdditionalLocations)));
    }

    [Fact]
    public async Task TSES023_names_the_first_of_many_models_in_the_order_of_their_names()
    {
        var found = await BetweenModels.Verify("""
            [SessionModel] public partial class C { [SessionProperty] public partial int [|Count|] { get; set; } }
            [SessionModel] public partial class A { [SessionProperty] public partial int [|Count|] { get; set; } }
            [SessionModel] public partial class B { [SessionProperty] public partial int [|Count|] { get; set; } }
            """);

        Assert.Equal(["A.Count", "B.Count", "A.Count"], found.Select(static diagnostic => diagnostic.GetMessage().Split('\'')[5]));
    }

    [Fact]
    public Task TSES023_reports_a_prefix_that_does_not_help()
        => BetweenModels.Verify("""
            [SessionModel(Prefix = "shop.")] public partial class Cart { [SessionProperty] public partial int [|Count|] { get; set; } }
            [SessionModel] public partial class Visits { [SessionProperty(Key = [|"shop.Count"|])] public partial int Count { get; set; } }
            """);

    [Fact]
    public Task TSES023_is_silent_about_models_with_different_keys()
        => BetweenModels.Verify("""
            [SessionModel(Prefix = "a.")] public partial class A { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel(Prefix = "b.")] public partial class B { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel] public partial class C { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel] public partial class D { [SessionProperty] public partial int Number { get; set; } }
            """);

    [Fact]
    public Task TSES023_is_silent_about_a_property_that_has_another_error_first()
        => BetweenModels.Verify("""
            [SessionModel] public partial class A { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel] public partial class B { [SessionProperty] public int {|TSES011:Count|} { get; set; } }
            """);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TSES023_reports_a_key_of_a_model_in_another_project(bool isBuilt)
    {
        var library = AnalyzerTestProject.Compile(LanguageVersion.CSharp13, ["""
            namespace Shared;

            internal partial class Outer
            {
                [SessionModel(Prefix = "shop.")]
                internal partial class Login { [SessionProperty(Key = "user")] public partial string? Name { get; set; } }
            }

            [SessionModel] public partial class Login { [SessionProperty] public partial string? Name { get; set; } }
            """]).WithAssemblyName("Shared");
        var rule = BetweenModels with { Library = isBuilt ? Built(library) : library.ToMetadataReference() };

        var found = await rule.Verify("""
            [SessionModel(Prefix = "shop.")]
            public partial class Cart { [SessionProperty(Key = [|"user"|])] public partial int User { get; set; } }
            [SessionModel] public partial class Visits { [SessionProperty] public partial int {|TSES024:name|} { get; set; } }
            [SessionModel] public partial class Other { [SessionProperty] public partial int Count { get; set; } }
            """);

        Assert.Equal(
            "Session property 'Cart.User' has the same key 'shop.user' as 'Login.Name' of another model; "
                + "give one of them another 'Key', or its model a 'Prefix'",
            found[0].GetMessage());
        Assert.Empty(found[0].AdditionalLocations);
    }

    [Fact]
    public async Task TSES024_reports_keys_that_differ_in_case_only_and_points_to_the_first()
    {
        var found = await InAnotherCase.Verify(
            """
            [SessionModel]
            public partial class Cart
            {
                public const string Name = "count";
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty(Key = [|Name|])] public partial int Number { get; set; }
            }
            """,
            """
            [SessionModel(Prefix = "CO")] public partial class Visits { [SessionProperty] public partial int [|unt|] { get; set; } }
            """);

        Assert.Equal(
            "The key 'count' of session property 'Cart.Number' differs only in case from 'Count' of 'Cart.Count', "
                + "so both are stored; give one of them another 'Key'",
            found[0].GetMessage());
        Assert.Equal("Count", Text(Assert.Single(found[1].AdditionalLocations)));
    }

    [Fact]
    public Task TSES024_is_silent_about_keys_that_are_the_same()
        => InAnotherCase.Verify("""
            [SessionModel] public partial class A { [SessionProperty] public partial int {|TSES023:Count|} { get; set; } }
            [SessionModel] public partial class B { [SessionProperty] public partial int {|TSES023:Count|} { get; set; } }
            [SessionModel(Prefix = "c.")] public partial class C { [SessionProperty] public partial int count { get; set; } }
            """);

    [Fact]
    public Task A_model_in_two_files_is_one_model()
        => BetweenModels.Verify(
            "[SessionModel] public partial class Cart { [SessionProperty] public partial int Count { get; set; } }",
            "partial class Cart { [SessionProperty(Key = {|TSES022:\"Count\"|})] public partial int Number { get; set; } }");

    private static MetadataReference Built(CSharpCompilation library)
    {
        var assembly = new MemoryStream();
        Assert.True(library.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken).Success);
        return MetadataReference.CreateFromImage(assembly.ToArray());
    }

    private static string Text(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
}
