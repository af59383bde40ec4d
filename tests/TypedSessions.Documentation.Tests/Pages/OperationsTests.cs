using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/operations.md")]
public sealed partial class OperationsTests
{
    private const string Visit = """
        app.MapGet("/set", (ISession session) => session.SetInt32("visits", 1));
        app.MapGet("/add", (ISession session) => session.SetInt32("others", 1));
        app.MapGet("/rotate", (ISession session) => session.RegenerateId());
        app.MapGet("/end", (ISession session) => session.Abandon());
        """;

    private static readonly Metric[] Listed = [.. ReadTable()];

    [Fact]
    [Paste("builder.Services.AddHealthChecks().AddTypedSessions();")]
    public async Task The_health_check_calls_the_engine()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        Assert.Equal("Healthy", await visitor.ReadAsync("/health"));
    }

    [Fact]
    [Paste("AddPrometheusExporter()")]
    public async Task Prometheus_reads_the_metrics_under_the_names_that_the_page_lists()
    {
        var instruments = new HashSet<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) => Add(instruments, instrument);
        listener.Start();
        await using var site = await Project.RunAsync(Visit);
        using var visitor = site.Open();
        foreach (var path in (string[])["/set", "/add", "/rotate", "/end"])
        {
            await visitor.ReadAsync(path);
        }

        var text = await visitor.ReadAsync("/metrics");
        var read = FamilyPattern().Matches(text).Select(static match => match.Groups["name"].Value).Where(IsOurs).ToArray();
        Assert.Equal(Listed.Select(static metric => metric.Name).Order(), instruments.Order());
        Assert.Empty(read.Except(Listed.Select(static metric => metric.Family)));
        Assert.True(read.Length >= 6, text);
        Assert.Empty(FindNames(text).Except(GetNamesInPrometheus()));
    }

    [Theory]
    [InlineData("typedsessions-grafana.json")]
    [InlineData("typedsessions-rules.yml")]
    public void The_prepared_dashboards_use_existing_metrics_and_labels(string file)
    {
        var text = File.ReadAllText(Path.Combine(MarkdownPage.Root, "docs", "operations", file));
        if (file.EndsWith(".json", StringComparison.Ordinal))
        {
            JsonDocument.Parse(text).Dispose();
        }

        var used = FindNames(text).ToHashSet();
        Assert.True(used.Count >= 5, string.Join(", ", used));
        Assert.Empty(used.Except(GetNamesInPrometheus()));
    }

    [Fact]
    public void The_dashboard_shows_each_metric()
    {
        var used = FindNames(File.ReadAllText(Path.Combine(MarkdownPage.Root, "docs", "operations", "typedsessions-grafana.json")));
        Assert.All(Listed, metric => Assert.Contains(used, name => name.StartsWith(metric.Family, StringComparison.Ordinal)));
    }

    private static void Add(HashSet<string> names, Instrument instrument)
    {
        if (instrument.Meter.Name == TypedSessionsDiagnostics.MeterName)
        {
            names.Add(instrument.Name);
        }
    }

    private static IEnumerable<Metric> ReadTable()
        => RowPattern().Matches(File.ReadAllText(Path.Combine(MarkdownPage.Root, "docs", "operations.md"))).Select(static row => new Metric(
            row.Groups["name"].Value,
            row.Groups["family"].Value,
            [.. LabelPattern().Matches(row.Groups["meaning"].Value).Select(static label => label.Groups["name"].Value.Replace('.', '_'))]));

    // Prometheus exports three series for a histogram.
    private static IEnumerable<string> GetNamesInPrometheus()
        => Listed.SelectMany(static metric => (string[])
            [metric.Family, metric.Family + "_bucket", metric.Family + "_count", metric.Family + "_sum", .. metric.Labels]);

    private static IEnumerable<string> FindNames(string text) => NamePattern().Matches(text).Select(static match => match.Value);

    private static bool IsOurs(string name) => name.StartsWith("typedsessions_", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| `(?<name>[a-z.]+)` \| `(?<family>[a-z_]+)` \| (?<meaning>.*) \|$", RegexOptions.Multiline)]
    private static partial Regex RowPattern();

    [GeneratedRegex("`(?<name>(typedsessions|error)\\.[a-z]+)`")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"\b(typedsessions_[a-z_]+|error_type)\b")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^# TYPE (?<name>\w+) ", RegexOptions.Multiline)]
    private static partial Regex FamilyPattern();

    private sealed record Metric(string Name, string Family, string[] Labels);
}
