using TypedSessions.Tests.Proof.Fuzz.Targets;

namespace TypedSessions.Tests.Proof.Fuzz;

/// <summary>All targets, by name.</summary>
internal static class FuzzTargets
{
    private static readonly Dictionary<string, Func<FuzzTarget>> All = new()
    {
        ["payload"] = () => new PayloadTarget(),
        ["record"] = () => new RecordTarget(),
        ["file-header"] = () => new FileHeaderTarget(),
        ["file"] = () => new FileTarget(),
        ["codecs"] = () => new CodecTarget(),
        ["json"] = () => new JsonTarget(),
        ["merge"] = () => new MergeTarget(),
        ["seal"] = () => new SealTarget(),
        ["sealed-record"] = () => new SealedRecordTarget(),
        ["compression"] = () => new CompressionTarget(),
        ["token-cookie"] = () => new TokenCookieTarget(),
        ["record-cookie"] = () => new RecordCookieTarget(),
        ["site-cookies"] = () => new CookieSiteTarget(),
        ["site-values"] = () => new ValuesSiteTarget(),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Creates a target, which the caller must dispose.</summary>
    public static FuzzTarget Open(string name) => All[name]();
}
