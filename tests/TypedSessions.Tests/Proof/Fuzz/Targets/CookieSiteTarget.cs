using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>
/// Arbitrary cookies for two sites, one with tokens and one with sealed sessions: a byte that selects the site and the page, and the
/// headers.
/// </summary>
internal sealed class CookieSiteTarget : FuzzTarget
{
    private readonly TokenCookieTarget _tokens = new();
    private readonly RecordCookieTarget _records = new();
    private readonly FuzzSite _tokenSite = new(sessions => sessions.UseEngine(_ => new OneRecordEngine()));
    private readonly FuzzSite _recordSite = new(sessions =>
    {
        sessions.UseCookie();
        sessions.Services.AddSingleton<IDataProtectionProvider>(new NoProtection());
    });

    private DirectResponse _response = new();

    public override string Name => "site-cookies";

    public override int Share => 15;

    public override int MaxInput => 16_384;

    public override IEnumerable<byte[]> Seeds
        => Enumerable.Range(0, 8).SelectMany(
            page => _tokens.Seeds.Concat(_records.Seeds)
                .SelectMany(headers => new byte[][] { [(byte)(2 * page), .. headers], [(byte)((2 * page) + 1), .. headers] }));

    public override IReadOnlyList<byte[]> Tokens => [.. _tokens.Tokens, .. _records.Tokens];

    public override long AllocationLimit(ReadOnlySpan<byte> input) => _records.AllocationLimit(input) + 1_048_576;

    public override void Feed(ReadOnlyMemory<byte> input)
    {
        if (!input.IsEmpty)
        {
            var site = input.Span[0] % 2 == 0 ? _tokenSite : _recordSite;
            _response = site.Get(input.Span[0] / 2, [.. CookieHeaders.Create(input.Span[1..])]);
        }
    }

    public override int Check(ReadOnlyMemory<byte> input)
    {
        if (input.IsEmpty)
        {
            return 0;
        }

        // A session that is too large for its cookies cannot be changed, as documented.
        var isTooLarge = _response.Failure is SessionEngineException { IsTransient: false };
        Require(
            _response is { Failure: null, StatusCode: 200 } || isTooLarge, $"The answer is {_response.StatusCode}: {_response.Failure}");
        return Kind(input.Span[0] % 16, isTooLarge ? 1 : 0, _response.Cookies.Count(), (int)_response.Written.Length % 16);
    }

    public override void Dispose()
    {
        _tokenSite.Dispose();
        _recordSite.Dispose();
    }
}
