namespace TypedSessions.Tests.Proof.ModelBased;

/// <summary>
/// One thing that happens: in a request, or in the world around it. Every operation
/// can follow any other, so that a sequence stays one when operations are taken away.
/// </summary>
internal abstract record Operation;

/// <summary>Something in a request. Where none is open in the slot, one begins first.</summary>
internal sealed record InRequest(int Slot, Opening Opening, Act Act) : Operation;

/// <summary>Time passes.</summary>
internal sealed record MoveClock(TimeSpan Time) : Operation;

/// <summary>The engine fails once, before it does anything: after so many calls that it answers.</summary>
internal sealed record FailEngine(int After, bool IsTransient) : Operation;

/// <summary>The cache in front of a database fails that often. Nobody may notice.</summary>
internal sealed record FailCache(int Calls) : Operation;

/// <summary>The clearing, in batches until nothing is left.</summary>
internal sealed record ClearExpired(int Batch) : Operation;

/// <summary>A node is killed and starts again. Its open requests get no answer.</summary>
internal sealed record Restart(int Node) : Operation;

/// <summary>Everything that is stored is compared.</summary>
internal sealed record Inspect : Operation;

/// <summary>An administrator ends the session that a cookie once led to.</summary>
internal sealed record EndSession(int Cookie) : Operation;

/// <summary>An administrator ends all sessions of a user.</summary>
internal sealed record EndAllOf(string Owner) : Operation;

/// <summary>Somebody opens the session that a cookie once led to outside a request, does something and saves.</summary>
internal sealed record Job(int Cookie, bool ByKey, bool IsActivity, Act Act) : Operation;

/// <summary>How a request begins.</summary>
/// <param name="Browser">Whose it is.</param>
/// <param name="Cookies">What it presents.</param>
/// <param name="Old">Which of all cookies that were ever sent, the last one first, where an old one is presented.</param>
/// <param name="Endpoint">What its endpoint says of the session.</param>
/// <param name="Node">Who serves it.</param>
internal sealed record Opening(
    int Browser, Cookies Cookies = Cookies.Present, int Old = 0, EndpointKind Endpoint = EndpointKind.Plain, int Node = 0);

/// <summary>What a request presents.</summary>
internal enum Cookies
{
    Present,
    None,
    Old,
    OldAndPresent,
    Garbage,
    GarbageAndPresent,
    Unknown,
}

/// <summary>What an endpoint says of the session.</summary>
internal enum EndpointKind
{
    Plain,
    Preloaded,
    NoTouch,
    ReadOnly,
}

/// <summary>Something that code does with the session or with the response.</summary>
internal abstract record Act;

internal sealed record Look : Act;

internal sealed record Inquire : Act;

internal sealed record Read(string Key) : Act;

internal sealed record Set(string Key, string Value) : Act;

internal sealed record Remove(string Key) : Act;

internal sealed record Clear : Act;

internal sealed record ReadLines : Act;

/// <summary>Adds to a list in place.</summary>
internal sealed record AddLine(string Line) : Act;

/// <summary>Takes the last element out of a list in place.</summary>
internal sealed record DropLine : Act;

internal sealed record RegenerateId : Act;

internal sealed record Abandon : Act;

internal sealed record SetExpiry(ExpiryKind Kind, TimeSpan Time) : Act;

internal sealed record SetOwner(string? Owner) : Act;

/// <summary>A new id, and an owner.</summary>
internal sealed record SignIn(string Owner) : Act;

internal sealed record Peek : Act;

/// <summary>Commits by hand; an engine that fails then ends the request, unless the code catches it.</summary>
internal sealed record Commit(bool Catches) : Act;

/// <summary>Sends the head of the response, with more of the handler to come.</summary>
internal sealed record StartResponse(int Status) : Act;

/// <summary>The handler ends.</summary>
internal sealed record End(Ending Ending, int Status = 200) : Act;

/// <summary>The expiries that are set; the moment is reckoned from now.</summary>
internal enum ExpiryKind
{
    Default,
    WithBrowser,
    Idle,
    At,
}

/// <summary>How a handler ends.</summary>
internal enum Ending
{
    /// <summary>Without a body.</summary>
    Empty,

    /// <summary>With a body.</summary>
    Body,

    /// <summary>To another page.</summary>
    Redirect,

    /// <summary>With an exception that nobody handles.</summary>
    Throw,

    /// <summary>With an exception of which an error page tells.</summary>
    ThrowToErrorPage,
}
