using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests;

public class IncrementalityTests
{
    private const string Cart = """
        [SessionModel]
        partial class Cart
        {
            [SessionProperty] public partial int Count { get; set; }
            public int Twice => Count * 2;
        }
        """;

    private const string Login = """
        [SessionModel]
        partial class Login
        {
            [SessionProperty] public partial string? User { get; set; }
            [SessionProperty] public partial Theme? Theme { get; set; }
        }
        """;

    private const string Theme = """
        sealed record Theme(string Name);
        """;

    [Fact]
    public void An_edit_of_one_model_writes_that_one_only()
    {
        var edited = GeneratorRun.Of(Cart, Login, Theme).Edit(0, static text => text.Replace("Count", "Amount"));

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], edited.FileReasons);
        Assert.Contains("Amount", edited.Text("Cart.g.cs"));
    }

    [Fact]
    public void An_edit_inside_of_a_model_that_changes_no_session_property_writes_nothing()
    {
        var edited = GeneratorRun.Of(Cart, Login, Theme).Edit(0, static text => text.Replace("Count * 2", "2 * Count"));

        Assert.All(edited.FileReasons, static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void An_edit_of_a_type_in_another_file_is_noticed()
    {
        var edited = GeneratorRun.Of(Cart, Login, Theme).Edit(2, static text => text.Replace("sealed ", ""));

        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], edited.FileReasons);
        Assert.DoesNotContain("ImmutableJson", edited.Text("Login.g.cs"));
    }

    [Fact]
    public void A_new_model_leaves_the_others_alone()
    {
        var edited = GeneratorRun.Of(Cart, Login, Theme).Add("[SessionModel] partial class Third;");

        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.New], edited.FileReasons);
    }

    [Fact]
    public void A_model_that_goes_takes_its_file_along()
    {
        var edited = GeneratorRun.Of(Cart, Login, Theme).Edit(0, static text => text.Replace("[SessionModel]", ""));

        Assert.Equal(["Login.g.cs"], edited.Files);
    }

    [Fact]
    public void A_project_without_models_reads_no_class()
    {
        var run = GeneratorRun.Of("class Cart { public int Count { get; set; } }", "[Obsolete] partial class Login;");

        Assert.Empty(run.Outputs(TrackingNames.Models));
        Assert.DoesNotContain("result_ForAttributeWithMetadataName", run.Result.TrackedSteps.Keys);
        Assert.Empty(run.Files);
    }
}
