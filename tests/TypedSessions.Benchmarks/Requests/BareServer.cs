using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace TypedSessions.Benchmarks.Requests;

/// <summary>Runs requests through a pipeline one after another, without sockets or parsing, and with one reused context.</summary>
internal sealed class BareServer
{
    private readonly BareResponse _response = new();
    private readonly HttpRequestFeature _request = new() { Method = HttpMethods.Get, Path = "/", Scheme = "https" };
    private readonly EndpointFeature _endpoint = new();
    private readonly BareFeatures _features;
    private readonly DefaultHttpContext _context;
    private readonly RequestDelegate _pipeline;

    public BareServer(IServiceProvider services, RequestDelegate pipeline)
    {
        _features = new BareFeatures()
            .With<IHttpRequestFeature>(_request)
            .With<IHttpResponseFeature>(_response)
            .With<IHttpResponseBodyFeature>(_response)
            .With<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature())
            .With<IEndpointFeature>(_endpoint);
        _context = new DefaultHttpContext(_features) { ServiceScopeFactory = services.GetRequiredService<IServiceScopeFactory>() };
        _pipeline = pipeline;
        Services = services;
    }

    /// <summary>The application's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>The <c>Cookie</c> header of the requests.</summary>
    public string? Cookie
    {
        get;
        set
        {
            field = value;
            _request.Headers.Cookie = value;
        }
    }

    /// <summary>The endpoint of the requests.</summary>
    public Endpoint? Endpoint
    {
        get => _endpoint.Endpoint;
        set => _endpoint.Endpoint = value;
    }

    /// <summary>Sends one request.</summary>
    public async ValueTask SendAsync()
    {
        _response.Reset();
        _features.Reset();
        _context.Initialize(_features);
        await _pipeline(_context);
        await _response.CompleteAsync();
        _context.Uninitialize();
    }

    /// <summary>Sends requests that complete synchronously.</summary>
    public void Send(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var sending = SendAsync();
            if (!sending.IsCompletedSuccessfully)
            {
                throw new InvalidOperationException("The request failed or did not complete synchronously.", sending.AsTask().Exception);
            }
        }
    }

    /// <summary>Begins a session and then sends a request to another endpoint.</summary>
    public async Task BeginSessionAsync(Endpoint seed, Endpoint next)
    {
        await BeginSessionAsync(seed);
        Endpoint = next;
        await SendAsync();
    }

    /// <summary>Sends a request and uses the cookies of its response for later requests.</summary>
    public async Task BeginSessionAsync(Endpoint seed)
    {
        Cookie = null;
        Endpoint = seed;
        await SendAsync();
        Cookie = string.Join("; ", _response.Headers.SetCookie.Select(cookie => cookie![..cookie!.IndexOf(';', StringComparison.Ordinal)]));
    }

    private sealed class EndpointFeature : IEndpointFeature
    {
        public Endpoint? Endpoint { get; set; }
    }
}
