using System.Text.RegularExpressions;
using ScottPlot;

namespace TypedSessions.Benchmarks.Charts;

/// <summary>A bar chart that compares AddSession and TypedSessions in groups of two bars.</summary>
internal sealed partial class BarChart(string title, IReadOnlyList<BarGroup> groups, Func<double, string> format)
{
    private const int Width = 760;
    private const int Height = 340;

    // Bars touch within a group; the rest of the unit is the gap between groups.
    private const double BarWidth = 0.36;

    private static readonly Theme Light =
        new(Paper: "#ffffff", Ink: "#1f2328", Line: "#d1d9e0", AddSession: "#9aa4b2", TypedSessions: "#512bd4");
    private static readonly Theme Dark =
        new(Paper: "#0d1117", Ink: "#e6edf3", Line: "#30363d", AddSession: "#6e7681", TypedSessions: "#a58bff");

    /// <summary>Writes the chart as <c>{path}.svg</c> for light pages and <c>{path}-dark.svg</c> for dark pages.</summary>
    public void Write(string path)
    {
        File.WriteAllText(path + ".svg", MakePortable(Draw(Light).GetSvgXml(Width, Height)));
        File.WriteAllText(path + "-dark.svg", MakePortable(Draw(Dark).GetSvgXml(Width, Height)));
    }

    // Readers have other fonts than this machine, so only the first glyph keeps its position.
    private static string MakePortable(string svg)
        => GlyphPositions().Replace(
            FontFamily().Replace(svg, "font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif\""), "$1$2\"");

    private Plot Draw(Theme theme)
    {
        var plot = new Plot();
        plot.Font.Set(Fonts.Sans);
        AddBars(plot, "AddSession", -BarWidth / 2, static group => group.AddSession, theme.AddSession, theme);
        AddBars(plot, "TypedSessions", BarWidth / 2, static group => group.TypedSessions, theme.TypedSessions, theme);

        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. groups.Select(static (group, index) => new Tick(index, group.Label))]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Left.IsVisible = plot.Axes.Right.IsVisible = plot.Axes.Top.IsVisible = false;
        plot.Axes.SetLimits(
            -0.7, groups.Count - 0.3, 0, groups.Max(static group => Math.Max(group.AddSession, group.TypedSessions)) * 1.25);
        plot.HideGrid();

        plot.Title(title, size: 15);
        plot.Axes.Color(Color.FromHex(theme.Ink));
        plot.Axes.Bottom.FrameLineStyle.Color = Color.FromHex(theme.Line);
        plot.FigureBackground.Color = plot.DataBackground.Color = Color.FromHex(theme.Paper);
        var legend = plot.ShowLegend(Alignment.UpperRight, Orientation.Horizontal);
        legend.BackgroundColor = Color.FromHex(theme.Paper);
        legend.FontColor = Color.FromHex(theme.Ink);
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        return plot;
    }

    private void AddBars(Plot plot, string name, double offset, Func<BarGroup, double> getValue, string color, Theme theme)
    {
        var bars = plot.Add.Bars(groups.Select((group, index) => new Bar
        {
            Position = index + offset,
            Value = getValue(group),
            Size = BarWidth,
            FillColor = Color.FromHex(color),
            LineWidth = 0,
            Label = format(getValue(group)),
        }).ToArray());
        bars.LegendText = name;
        bars.Color = Color.FromHex(color);
        bars.ValueLabelStyle.ForeColor = Color.FromHex(theme.Ink);
        bars.ValueLabelStyle.FontSize = 12;
    }

    [GeneratedRegex("font-family=\"[^\"]*\"")]
    private static partial Regex FontFamily();

    [GeneratedRegex("""( [xy]=")(-?[0-9.]+),[^"]*["]""")]
    private static partial Regex GlyphPositions();

    private sealed record Theme(string Paper, string Ink, string Line, string AddSession, string TypedSessions);
}
