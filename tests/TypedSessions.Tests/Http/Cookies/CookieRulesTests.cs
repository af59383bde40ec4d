using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Http.Cookies;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>
/// The application does not start with a cookie that cannot be sent or that browsers would discard or protect less than its name
/// promises.
/// </summary>
public sealed class CookieRulesTests
{
    private const string Separators = " \t\r\n\0\u0001\u001f\u007f\"(),/:;<=>?@[\\]{}";

    /// <summary>Each separator and control character, and letters, spaces and digits that are not ASCII.</summary>
    public static TheoryData<int> CharactersOfNoName
        => [.. (Separators + "é\u0085\u00a0\u00ad\u2000\u3000\ufeffａ٣").Select(character => (int)character)];

    [Theory]
    [MemberData(nameof(CharactersOfNoName))]
    public void A_name_with_a_character_that_no_name_may_have_is_refused(int code)
    {
        var character = (char)code;

        foreach (var name in new[] { $"a{character}b", $"{character}ab", $"ab{character}" })
        {
            var problem = Assert.Single(CookieRules.FindProblems(new CookieBuilder { Name = name }));
            Assert.Contains("is not a valid cookie name", problem, StringComparison.Ordinal);
            Assert.DoesNotContain(problem, c => c is < ' ' or > '~');
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void A_name_without_characters_is_refused(string? name)
        => Assert.Contains(
            "is not a valid cookie name", Assert.Single(CookieRules.FindProblems(new FixedName(name))), StringComparison.Ordinal);

    [Fact]
    public void Every_character_of_a_token_may_be_in_a_name()
        => Assert.Empty(CookieRules.FindProblems(new CookieBuilder { Name = "!#$%&'*+-.^_`|~09AZaz" }));

    [Theory]
    [InlineData("__host-session", "__Host-session")]
    [InlineData("__HOST-session", "__Host-session")]
    [InlineData("__secure-session", "__Secure-session")]
    [InlineData("__SECURE-session", "__Secure-session")]
    public void A_prefix_in_another_case_is_refused(string name, string expected)
    {
        var problem = Assert.Single(
            CookieRules.FindProblems(new CookieBuilder { Name = name, Path = "/", SecurePolicy = CookieSecurePolicy.Always }));

        Assert.EndsWith($"write '{expected}'.", problem);
    }

    [Theory]
    [InlineData("/a;b", null, null, "Cookie.Path '/a;b' cannot be sent")]
    [InlineData("/a\r\nb", null, null, "Cookie.Path '/a\\u000d\\u000ab' cannot be sent")]
    [InlineData("/é", null, null, "Cookie.Path '/\\u00e9' cannot be sent")]
    [InlineData("shop", null, null, "Cookie.Path 'shop' does not start with '/'")]
    [InlineData("/", "example.com; Path=/x", null, "Cookie.Domain 'example.com; Path=/x' cannot be sent")]
    [InlineData("/", "exam ple.com", null, "Cookie.Domain 'exam ple.com' has a space")]
    [InlineData("/", "\u00a0example.com", null, "Cookie.Domain '\\u00a0example.com' cannot be sent")]
    [InlineData("/", "bücher.example", null, "Cookie.Domain 'b\\u00fccher.example' cannot be sent")]
    [InlineData("/", null, "Partitioned; Domain=example.com", "Cookie.Extensions 'Partitioned; Domain=example.com' cannot be sent")]
    [InlineData("/", null, "x\u007f", "Cookie.Extensions 'x\\u007f' cannot be sent")]
    public void An_attribute_that_cannot_be_sent_is_refused(string path, string? domain, string? extension, string expected)
    {
        var cookie = new CookieBuilder { Name = "session", Path = path, Domain = domain };
        if (extension is not null)
        {
            cookie.Extensions.Add(extension);
        }

        Assert.Contains(CookieRules.FindProblems(cookie), problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_and_attributes_that_browsers_find_too_long_are_refused()
    {
        Assert.Empty(CookieRules.FindProblems(new CookieBuilder { Name = new string('n', 4053), Path = "/" + new string('p', 1023) }));
        Assert.Contains(
            "Cookie.Name has 4054 characters",
            Assert.Single(CookieRules.FindProblems(new CookieBuilder { Name = new string('n', 4054) })),
            StringComparison.Ordinal);
        Assert.Contains(
            "Cookie.Path has 1025 characters",
            Assert.Single(CookieRules.FindProblems(new CookieBuilder { Name = "n", Path = "/" + new string('p', 1024) })),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_application_with_such_a_cookie_does_not_start(bool areSealed)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestSite.StartAsync(
            _ => { },
            options => options.Cookie.Name = "\u2000session",
            (services, sessions) =>
            {
                if (areSealed)
                {
                    services.AddDataProtection().UseEphemeralDataProtectionProvider();
                    sessions.UseCookie();
                }
            }));

        Assert.Contains(
            exception.Failures, failure => failure.Contains("'\\u2000session' is not a valid cookie name", StringComparison.Ordinal));
    }

    // CookieBuilder refuses an empty name, but its initial name is null.
    private sealed class FixedName(string? name) : CookieBuilder
    {
        public override string? Name
        {
            get => name;
            set => throw new NotSupportedException();
        }
    }
}
