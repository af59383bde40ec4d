namespace Tutorial;

/// <summary>An excerpt of this site's source.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Code">The code.</param>
public sealed record Listing(string File, string Code);
