namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>
/// Names a block that the test pastes into an empty project before running it. Blocks are pasted in the order of the attributes.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class PasteAttribute(string distinctiveLine) : Attribute
{
    /// <summary>A text that only this block of the page contains.</summary>
    public string DistinctiveLine => distinctiveLine;

    /// <summary>The page of the block, if it is another one than that of the test.</summary>
    public string? Page { get; init; }
}
