namespace Tutorial;

/// <summary>A piece of this site's own source, ready to be shown.</summary>
/// <param name="File">The file that it was cut from.</param>
/// <param name="Code">The code.</param>
public sealed record Listing(string File, string Code);
