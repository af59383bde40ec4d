using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class ModelRuleTests
{
    [Fact]
    public async Task TSES001_reports_a_class_that_is_not_partial()
        => Assert.Equal(
            "Session model 'Cart' is not partial, so its properties cannot be implemented; add 'partial' to the class",
            await AnalyzerTest.Create(DiagnosticIds.ModelNotPartial).Message("""
                [SessionModel]
                public sealed class [|Cart|]
                {
                    public int Local { get; set; }
                }
                """));

    [Fact]
    public Task TSES001_is_silent_about_partial_classes_and_classes_without_the_attribute()
        => AnalyzerTest.Create(DiagnosticIds.ModelNotPartial).Verify(
            """
            [SessionModel]
            public sealed partial class Cart
            {
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
            }

            public class Other;
            """,
            """
            partial class Cart
            {
                [SessionProperty] public partial string? Coupon { get; set; }
            }
            """);

    [Fact]
    public async Task TSES002_reports_every_containing_type_that_is_not_partial()
    {
        var found = await AnalyzerTest.Create(DiagnosticIds.ContainingTypeNotPartial).Verify("""
            class [|Outer|]
            {
                partial struct Middle
                {
                    interface [|IInner|]
                    {
                        [SessionModel] partial class Cart;
                    }
                }
            }
            """);

        Assert.Equal(
            "Type 'Outer' contains session model 'Cart' but is not partial; add 'partial' to it, or move the model out of it",
            found[0].GetMessage());
    }

    [Fact]
    public Task TSES002_is_silent_about_partial_containing_types()
        => AnalyzerTest.Create(DiagnosticIds.ContainingTypeNotPartial).Verify("""
            partial class Outer<T>
            {
                partial record struct Middle
                {
                    [SessionModel] private partial class Cart
                    {
                        [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
                    }
                }
            }
            """);

    [Fact]
    public async Task TSES003_reports_a_project_of_C_sharp_12_and_nothing_else()
        => Assert.Equal(
            "Session model 'Cart' needs partial properties (C# 13), but the project uses C# 12.0; set 'LangVersion' to 13 or higher",
            await (AnalyzerTest.Create(DiagnosticIds.LanguageVersion) with { LanguageVersion = LanguageVersion.CSharp12 }).Message("""
                [SessionModel]
                public class [|Cart|]
                {
                    [SessionProperty] public int Count { get; set; }
                }
                """));

    [Theory]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.Preview)]
    public Task TSES003_is_silent_from_C_sharp_13_on(LanguageVersion version)
        => (AnalyzerTest.Create(DiagnosticIds.LanguageVersion) with { LanguageVersion = version }).Verify("""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
            }
            """);

    [Fact]
    public Task TSES004_reports_a_record()
        => AnalyzerTest.Create(DiagnosticIds.RecordModel).Verify("""
            [SessionModel] public partial [|record|] Cart;
            [SessionModel] public sealed partial [|record|] class Visits { }
            """);

    [Fact]
    public Task TSES004_is_silent_about_records_that_are_values_of_a_model()
        => AnalyzerTest.Create(DiagnosticIds.RecordModel).Verify("""
            public record Line(string Name, int Count);

            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] public partial Line? Last { get; set; }
            }
            """);

    [Fact]
    public Task TSES005_reports_a_static_class()
        => AnalyzerTest.Create(DiagnosticIds.StaticModel).Verify("[SessionModel] public [|static|] partial class Cart;");

    [Fact]
    public Task TSES005_is_silent_about_static_members()
        => AnalyzerTest.Create(DiagnosticIds.StaticModel).Verify(
            "[SessionModel] public partial class Cart { public static int Opened { get; set; } }");

    [Fact]
    public Task TSES006_reports_an_abstract_class_in_the_file_with_the_modifier()
        => AnalyzerTest.Create(DiagnosticIds.AbstractModel).Verify(
            "[SessionModel] public partial class Cart;",
            "public [|abstract|] partial class Cart;");

    [Fact]
    public Task TSES006_is_silent_about_an_abstract_base_class()
        => AnalyzerTest.Create(DiagnosticIds.AbstractModel).Verify("""
            public abstract class Shared;
            [SessionModel] public partial class Cart : Shared;
            """);

    [Fact]
    public Task TSES007_reports_the_file_local_type()
        => AnalyzerTest.Create(DiagnosticIds.FileLocalModel).Verify("""
            [SessionModel] [|file|] partial class Cart;

            [|file|] partial class Outer
            {
                [SessionModel] partial class Visits;
            }
            """);

    [Fact]
    public Task TSES007_is_silent_about_internal_and_private_models()
        => AnalyzerTest.Create(DiagnosticIds.FileLocalModel).Verify("""
            [SessionModel] internal partial class Cart;

            partial class Outer
            {
                [SessionModel] private partial class Visits;
            }
            """);

    [Fact]
    public async Task TSES008_reports_a_model_on_top_of_a_model()
        => Assert.Equal(
            "Session model 'Cart' derives from session model 'Visits'; declare separate models, which can share a session",
            await AnalyzerTest.Create(DiagnosticIds.DerivedModel).Message("""
                [SessionModel] public partial class Visits;
                public class Between : Visits;
                [SessionModel] public partial class Cart : [|Between|], IDisposable { public void Dispose() { } }
                """));

    [Fact]
    public Task TSES008_is_silent_about_a_class_that_only_derives_from_a_model()
        => AnalyzerTest.Create(DiagnosticIds.DerivedModel).Verify("""
            [SessionModel] public partial class Visits;
            public class Special : Visits;
            """);

    [Fact]
    public Task TSES009_reports_constructors_with_parameters_only()
        => AnalyzerTest.Create(DiagnosticIds.NoParameterlessConstructor).Verify("""
            [SessionModel] public partial class [|Cart|](int size) { public int Size => size; }
            [SessionModel] public partial class [|Visits|] { public Visits(int size) { } }
            """);

    [Fact]
    public Task TSES009_is_silent_about_a_private_constructor_beside_others()
        => AnalyzerTest.Create(DiagnosticIds.NoParameterlessConstructor).Verify("""
            [SessionModel]
            public partial class Cart
            {
                private Cart() { }
                public Cart(int size) { }
            }
            """);

    [Fact]
    public Task TSES010_reports_required_members_where_they_can_be_fixed()
        => AnalyzerTest.Create(DiagnosticIds.RequiredMember).Verify("""
            public class Shared { public required string Name { get; set; } }
            [SessionModel] public partial class Cart : [|Shared|];
            [SessionModel] public partial class Visits { public [|required|] int Count; }
            """);

    [Fact]
    public Task TSES010_leaves_required_session_properties_to_their_own_rule()
        => AnalyzerTest.Create(DiagnosticIds.RequiredMember).Verify("""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] public {|TSES017:required|} partial int Count { get; set; }
            }
            """);

    [Fact]
    public Task TSES010_is_silent_about_a_constructor_that_sets_required_members()
        => AnalyzerTest.Create(DiagnosticIds.RequiredMember).Verify("""
            [SessionModel]
            public partial class Cart
            {
                [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
                public Cart() => Name = "";

                public required string Name { get; set; }
            }
            """);

    [Theory]
    [InlineData("[SessionModel] public partial class")]
    [InlineData("[SessionModel] public partial class Cart : ")]
    [InlineData("[SessionModel] public partial class Cart : Cart;")]
    [InlineData("[SessionModel] partial class Cart { partial class")]
    [InlineData("[SessionModel(Prefix = )] partial class Cart { [SessionProperty(Key = )] public partial int Count")]
    [InlineData("[SessionModel] public partial class Cart { [SessionProperty] public partial }")]
    [InlineData("[SessionModel] public partial class Cart { [SessionProperty] public partial int { get; set; } }")]
    [InlineData("[SessionModel] public partial class Cart { [SessionProperty] public partial Unknown<int> Count { get; set; } }")]
    [InlineData("[SessionModel] public struct Cart; [SessionModel] public interface ICart; [SessionModel] enum Color")]
    public Task Half_typed_models_are_left_to_the_compiler(string source)
        => (AnalyzerTest.Create(DiagnosticIds.ModelNotPartial) with { IsHalfTyped = true }).Verify(source);
}
