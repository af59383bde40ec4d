namespace Operations.Traffic;

/// <summary>How many visitors the site makes for itself.</summary>
internal sealed class TrafficOptions
{
    /// <summary>Gets or sets how many visitors are on the site at a time; 0 for none.</summary>
    public int Visitors { get; set; }

    /// <summary>Gets or sets the mean time between two requests of a visitor.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(4);
}
