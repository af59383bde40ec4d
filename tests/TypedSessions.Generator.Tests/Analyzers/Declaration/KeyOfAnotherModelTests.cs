using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class KeyOfAnotherModelTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.KeyOfAnotherModel);

    [Fact]
    public async Task TSES023_reports_both_models_across_files()
    {
        var found = await Rule.Verify(
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
        var found = await Rule.Verify("""
            [SessionModel] public partial class C { [SessionProperty] public partial int [|Count|] { get; set; } }
            [SessionModel] public partial class A { [SessionProperty] public partial int [|Count|] { get; set; } }
            [SessionModel] public partial class B { [SessionProperty] public partial int [|Count|] { get; set; } }
            """);

        Assert.Equal(["A.Count", "B.Count", "A.Count"], found.Select(static diagnostic => diagnostic.GetMessage().Split('\'')[5]));
    }

    [Fact]
    public Task TSES023_reports_a_prefix_that_does_not_help()
        => Rule.Verify("""
            [SessionModel(Prefix = "shop.")] public partial class Cart { [SessionProperty] public partial int [|Count|] { get; set; } }
            [SessionModel] public partial class Visits { [SessionProperty(Key = [|"shop.Count"|])] public partial int Count { get; set; } }
            """);

    [Fact]
    public Task TSES023_is_silent_about_models_with_different_keys()
        => Rule.Verify("""
            [SessionModel(Prefix = "a.")] public partial class A { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel(Prefix = "b.")] public partial class B { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel] public partial class C { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel] public partial class D { [SessionProperty] public partial int Number { get; set; } }
            """);

    [Fact]
    public Task TSES023_is_silent_about_a_property_that_has_another_error_first()
        => Rule.Verify("""
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
        var rule = Rule with { Library = isBuilt ? Built(library) : library.ToMetadataReference() };

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
    public Task A_model_in_two_files_is_one_model()
        => Rule.Verify(
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
