using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>The tests of one application, which pass before and after the migration.</summary>
/// <typeparam name="TProgram">The program before or after the migration.</typeparam>
public abstract class ApplicationTests<TProgram>(QuietFactory<TProgram> factory)
    where TProgram : class
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected WebApplicationFactory<TProgram> Factory => factory;

    /// <summary>Creates a client that keeps cookies and follows redirects.</summary>
    protected HttpClient CreateVisitor() => CreateVisitor(factory, new CookieContainer());

    protected static HttpClient CreateVisitor(WebApplicationFactory<TProgram> host, CookieContainer cookies)
        => host.CreateDefaultClient(new RedirectHandler(), new CookieContainerHandler(cookies));

    /// <summary>Creates a visitor with a session cookie of an unknown session.</summary>
    protected async Task<HttpClient> CreateVisitorWithForgedCookieAsync()
    {
        var cookies = new CookieContainer();
        var visitor = CreateVisitor(factory, cookies);
        await PostAsync(visitor, "/visits");
        Assert.Single(cookies.GetAllCookies()).Value = "forged";
        return visitor;
    }

    /// <summary>Creates the same program with an empty store, as if all sessions had expired.</summary>
    protected WebApplicationFactory<TProgram> CreateHostWithoutSessions() => factory.WithWebHostBuilder(static _ => { });

    protected static Task<string> GetAsync(HttpClient visitor, string path) => visitor.GetStringAsync(path, Cancellation);

    protected static async Task<HttpStatusCode> GetStatusAsync(HttpClient visitor, string path)
    {
        using var response = await visitor.GetAsync(path, Cancellation);
        return response.StatusCode;
    }

    /// <summary>Sends several concurrent requests for a page.</summary>
    protected static Task<string[]> GetInParallelAsync(HttpClient visitor, string path)
        => Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GetAsync(visitor, path)));

    protected static async Task<string> PostAsync(HttpClient visitor, string path, params (string Name, string Value)[] fields)
        => await PostAsync(visitor, HttpStatusCode.OK, path, fields);

    protected static async Task<string> PostAsync(
        HttpClient visitor, HttpStatusCode expected, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await visitor.PostAsync(path, form, Cancellation);
        Assert.Equal(expected, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }
}
