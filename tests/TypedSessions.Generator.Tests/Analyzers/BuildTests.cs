using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>
/// A build reports each rule, even if a partial property without an implementation stops the compiler before the analyzers.
/// </summary>
public sealed class BuildTests
{
    private const string Property = "[SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }";

    private static readonly ImmutableDictionary<string, string> DesignTime
        = ImmutableDictionary<string, string>.Empty.Add("DesignTimeBuild", "true");

    public static TheoryData<string> Ids => [.. AnalyzerTestProject.Rules.Select(static rule => rule.Id)];

    public static TheoryData<string, string> ModelsWithPartialProperties => new()
    {
        { DiagnosticIds.ModelNotPartial, $"[SessionModel] public class Cart {{ {Property} }}" },
        { DiagnosticIds.ContainingTypeNotPartial, $"public class Outer {{ [SessionModel] public partial class Cart {{ {Property} }} }}" },
        { DiagnosticIds.RecordModel, $"[SessionModel] public partial record Cart {{ {Property} }}" },
        { DiagnosticIds.StaticModel, $"[SessionModel] public static partial class Cart {{ {Property} }}" },
        {
            DiagnosticIds.StaticModel,
            "[SessionModel] public static partial class Cart { [SessionProperty] public static partial int Count { get; set; } }"
        },
        { DiagnosticIds.AbstractModel, $"[SessionModel] public abstract partial class Cart {{ {Property} }}" },
        { DiagnosticIds.FileLocalModel, $"[SessionModel] file partial class Cart {{ {Property} }}" },
        {
            DiagnosticIds.DerivedModel,
            $"[SessionModel] public partial class Cart; [SessionModel] public partial class Big : Cart {{ {Property} }}"
        },
        {
            DiagnosticIds.NoParameterlessConstructor,
            $"[SessionModel] public partial class Cart(int size) {{ public int Size => size; {Property} }}"
        },
        {
            DiagnosticIds.RequiredMember,
            $"[SessionModel] public partial class Cart {{ public required int Size {{ get; set; }} {Property} }}"
        },
        { DiagnosticIds.PropertyOutsideModel, $"public partial class Cart {{ {Property} }}" },
        {
            DiagnosticIds.IndexerProperty,
            "[SessionModel] public partial class Cart "
                + "{ [SessionProperty] public partial int this[int at, params string[] more] { get; set; } }"
        },
        {
            DiagnosticIds.ReferenceProperty,
            "[SessionModel] public partial class Cart { [SessionProperty] public partial ref readonly int Count { get; } }"
        },
        {
            DiagnosticIds.UnsupportedType,
            "[SessionModel] public partial class Cart "
                + "{ [SessionProperty] public virtual partial System.Action<string?>? Act { get; private set; } }"
        },
        {
            DiagnosticIds.UnsupportedType,
            "[SessionModel] public unsafe partial class Cart { [SessionProperty] public partial int* Place { get; set; } }"
        },
        {
            DiagnosticIds.UnsupportedType,
            "[SessionModel] public partial class Cart<T> { [SessionProperty] public partial (int A, dynamic B) @class { get; set; } }"
        },
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_wrong_example_of_a_page_is_reported_by_a_build(string id)
    {
        var project = RulePages.Project(id);

        var found = await AnalyzerTestProject.BuildAsync(
            project.LanguageVersion, [RulePages.Example(id, "Wrong")], project.BuildProperties);

        Assert.NotEmpty(found);
        Assert.All(found, diagnostic => Assert.Equal(id, diagnostic.Id));
    }

    [Theory]
    [MemberData(nameof(ModelsWithPartialProperties))]
    public async Task A_model_with_a_partial_property_is_reported_once_by_a_build(string id, string source)
    {
        var found = await AnalyzerTestProject.BuildAsync(LanguageVersion.CSharp13, [source]);

        var diagnostic = Assert.Single(found);
        Assert.Equal(id, diagnostic.Id);
        Assert.NotEqual(Location.None, diagnostic.Location);
    }

    [Fact]
    public async Task The_language_version_is_reported_by_a_build_of_partial_properties()
    {
        var found = await AnalyzerTestProject.BuildAsync(
            LanguageVersion.CSharp12, [$"[SessionModel] public partial class Cart {{ {Property} }}"]);

        Assert.Equal(DiagnosticIds.LanguageVersion, Assert.Single(found).Id);
    }

    [Fact]
    public async Task An_editor_gets_the_report_of_the_analyzers_alone()
    {
        var found = await AnalyzerTestProject.BuildAsync(
            LanguageVersion.CSharp13, [$"[SessionModel] public class Cart {{ {Property} }}"], DesignTime);

        Assert.Empty(found);
    }

    [Fact]
    public void An_experimental_type_is_no_error_in_generated_code_if_the_user_has_suppressed_it()
        => GeneratorRun.Create("""
            #pragma warning disable EXP1, EXP2
            using System.Diagnostics.CodeAnalysis;

            [Experimental("EXP1")] internal class Line;
            [Experimental("EXP2")] internal class Outer { public struct Inner; }
            [SessionModel] internal partial class Cart
            {
                [SessionProperty] public partial List<Line[]> Lines { get; set; }
                [SessionProperty] public partial Outer.Inner? Last { get; set; }
            }
            """);

    [Fact]
    public void A_property_that_cannot_be_implemented_throws_and_leaves_the_others_alone()
    {
        var run = GeneratorRun.Unchecked("""
            [SessionModel] internal partial class Cart
            {
                [SessionProperty] public partial object? Last { get; set; }
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
            }
            """);

        Assert.Empty(run.Problems());
        Assert.Contains("model._session, [Count]);", run.Text("Cart.g.cs"), StringComparison.Ordinal);
        Assert.Contains("public partial object? Last", run.Text("Cart.g.cs"), StringComparison.Ordinal);
        Assert.Contains("set => throw new global::System.NotSupportedException", run.Text("Cart.g.cs"), StringComparison.Ordinal);
    }
}
