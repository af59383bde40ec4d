namespace Operations.Traffic;

/// <summary>The options of the simulated visitors.</summary>
internal sealed class TrafficOptions
{
    /// <summary>Gets or sets the number of concurrent visitors; 0 for none.</summary>
    public int Visitors { get; set; }

    /// <summary>Gets or sets the average time between two requests of a visitor.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(4);
}
