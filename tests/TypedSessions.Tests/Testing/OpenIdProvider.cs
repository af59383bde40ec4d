using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace TypedSessions.Tests.Testing;

/// <summary>
/// A small OpenID Connect provider: the code flow with PKCE and the form_post response mode. It is the back channel of a site in the same
/// process, or a site with mapped endpoints. It signs in the user in <c>login_hint</c>.
/// </summary>
internal sealed class OpenIdProvider : HttpMessageHandler
{
    private const string ClientId = "shop", ClientSecret = "a secret of the shop", KeyId = "1";

    private const string AuthorizePath = "/authorize", TokenPath = "/token", KeysPath = "/keys";

    private const string DiscoveryPath = "/.well-known/openid-configuration";

    private const string HintItem = "login_hint";

    private readonly ConcurrentDictionary<string, Grant> _grants = new();

    private readonly ECParameters _key;

    public OpenIdProvider()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _key = key.ExportParameters(includePrivateParameters: true);
    }

    /// <summary>Adds the provider to a site with ASP.NET Core's default response mode, form_post.</summary>
    /// <param name="builder">The site's authentication.</param>
    /// <param name="scheme">The scheme's name.</param>
    /// <param name="authority">The provider's address.</param>
    /// <param name="backchannel">The handler for requests from the site to the provider.</param>
    public static AuthenticationBuilder AddTo(
        AuthenticationBuilder builder, string scheme, string authority, HttpMessageHandler backchannel)
        => builder.AddOpenIdConnect(scheme, options =>
        {
            options.Authority = authority;
            options.BackchannelHttpHandler = backchannel;
            options.ClientId = ClientId;
            options.ClientSecret = ClientSecret;
            options.ResponseType = OpenIdConnectResponseType.Code;
            options.MapInboundClaims = false;
            options.TokenValidationParameters.NameClaimType = "name";
            options.Events.OnRedirectToIdentityProvider = redirect =>
            {
                redirect.ProtocolMessage.LoginHint = redirect.Properties.Items[HintItem];
                return Task.CompletedTask;
            };
        });

    /// <summary>Redirects to the provider, which signs in the user with a name.</summary>
    public static Task ChallengeAsync(HttpContext context, string scheme, string name, string returnPath)
        => context.ChallengeAsync(scheme, new AuthenticationProperties { RedirectUri = returnPath, Items = { [HintItem] = name } });

    /// <summary>Returns whether an address is an authorization request with the form_post response mode.</summary>
    public static bool IsAuthorization(Uri address)
        => HttpUtility.ParseQueryString(address.Query)["response_mode"] == OpenIdConnectResponseMode.FormPost;

    /// <summary>Returns the form that responds to an authorization request.</summary>
    public AuthorizationForm Authorize(Uri address)
    {
        var request = HttpUtility.ParseQueryString(address.Query);
        Require(request["client_id"] == ClientId && request["response_type"] == "code" && request["code_challenge_method"] == "S256");
        var code = RandomNumberGenerator.GetHexString(32);
        _grants[code] = new Grant(request["login_hint"]!, request["redirect_uri"]!, request["nonce"]!, request["code_challenge"]!);
        return new AuthorizationForm(new Uri(request["redirect_uri"]!), new() { ["code"] = code, ["state"] = request["state"]! });
    }

    /// <summary>Maps the provider's endpoints.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(DiscoveryPath, (HttpRequest request) => Describe($"{request.Scheme}://{request.Host}"));
        endpoints.MapGet(KeysPath, GetKeys);
        endpoints.MapGet(AuthorizePath, (HttpRequest request)
            => Results.Content(
                Authorize(new Uri($"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}")).ToHtml(), "text/html"));
        endpoints.MapPost(TokenPath, async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            return Exchange($"{request.Scheme}://{request.Host}", HttpUtility.ParseQueryString(await reader.ReadToEndAsync()));
        });
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var issuer = request.RequestUri!.GetLeftPart(UriPartial.Authority);
        var answer = request.RequestUri.AbsolutePath switch
        {
            DiscoveryPath => Describe(issuer),
            KeysPath => GetKeys(),
            TokenPath => Exchange(issuer, HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken))),
            _ => throw new InvalidOperationException($"The provider has no {request.RequestUri}."),
        };
        return new HttpResponseMessage { Content = JsonContent.Create(answer) };
    }

    private static Dictionary<string, object> Describe(string issuer) => new()
    {
        ["issuer"] = issuer,
        ["authorization_endpoint"] = issuer + AuthorizePath,
        ["token_endpoint"] = issuer + TokenPath,
        ["jwks_uri"] = issuer + KeysPath,
        ["response_types_supported"] = new[] { "code" },
        ["response_modes_supported"] = new[] { OpenIdConnectResponseMode.FormPost },
        ["subject_types_supported"] = new[] { "public" },
        ["id_token_signing_alg_values_supported"] = new[] { "ES256" },
    };

    private Dictionary<string, object> GetKeys() => new()
    {
        ["keys"] = new[]
        {
            new
            {
                kty = "EC", use = "sig", alg = "ES256", crv = "P-256", kid = KeyId,
                x = Base64Url.EncodeToString(_key.Q.X), y = Base64Url.EncodeToString(_key.Q.Y),
            },
        },
    };

    // A code is valid once, with the verifier whose hash was in the authorization request.
    private Dictionary<string, object> Exchange(string issuer, NameValueCollection request)
    {
        Require(_grants.TryRemove(request["code"]!, out var grant));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(request["code_verifier"]!)));
        Require(request["client_id"] == ClientId && request["client_secret"] == ClientSecret);
        Require(request["redirect_uri"] == grant.RedirectUri && challenge == grant.Challenge);
        return new() { ["access_token"] = grant.User, ["token_type"] = "Bearer", ["id_token"] = CreateIdToken(issuer, grant) };
    }

    private string CreateIdToken(string issuer, Grant grant)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = Encode(new() { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = KeyId });
        var claims = Encode(new()
        {
            ["iss"] = issuer,
            ["aud"] = ClientId,
            ["sub"] = "id-" + grant.User,
            ["name"] = grant.User,
            ["nonce"] = grant.Nonce,
            ["iat"] = now,
            ["exp"] = now + 300,
        });
        using var key = ECDsa.Create(_key);
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256);
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(Dictionary<string, object> part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private static void Require([DoesNotReturnIf(false)] bool condition)
    {
        if (!condition)
        {
            throw new BadHttpRequestException("The provider refuses the request.");
        }
    }

    private sealed record Grant(string User, string RedirectUri, string Nonce, string Challenge);
}

/// <summary>The form that a provider's page posts to a site.</summary>
internal sealed record AuthorizationForm(Uri Target, Dictionary<string, string> Fields)
{
    /// <summary>Returns a page that posts the form when it is loaded.</summary>
    public string ToHtml()
    {
        var fields = Fields.Select(field => $"""<input type="hidden" name="{field.Key}" value="{WebUtility.HtmlEncode(field.Value)}">""");
        return $"""
            <!DOCTYPE html>
            <title>Provider</title>
            <body onload="document.forms[0].submit()">
            <form method="post" action="{WebUtility.HtmlEncode(Target.ToString())}">{string.Concat(fields)}</form>
            """;
    }
}
