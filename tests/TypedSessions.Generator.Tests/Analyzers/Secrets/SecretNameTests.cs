using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Secrets;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Secrets;

public sealed class SecretNameTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SecretName);

    [Fact]
    public async Task TSES100_reports_a_property_by_its_name()
        => Assert.Equal(
            "'Login.Password' looks like a secret, which anyone with access to the session store can read; "
                + "keep it out of the session, or justify it with [SensitiveSessionData]",
            await Rule.Message("""
                [SessionModel]
                public partial class Login { [SessionProperty] public partial string? [|Password|] { get; set; } }
                """));

    [Fact]
    public Task TSES100_reports_types_that_can_hold_the_secret()
        => Rule.Verify("""
            [SessionModel]
            public partial class Login
            {
                [SessionProperty] public partial string [|Secret|] { get; set; }
                [SessionProperty] public partial byte[]? [|PrivateKey|] { get; set; }
                [SessionProperty] public partial char[]? [|Passphrase|] { get; set; }
                [SessionProperty] public partial List<string> [|AccessTokens|] { get; set; }
                [SessionProperty] public partial long [|CardNumber|] { get; set; }
                [SessionProperty] public partial int? [|Cvv|] { get; set; }
                [SessionProperty(Key = "x")] public partial string? [|ApiKey|] { get; set; }
            }
            """);

    [Fact]
    public Task TSES100_is_silent_about_names_that_only_mention_a_secret()
        => Rule.Verify("""
            [SessionModel]
            public partial class Login
            {
                [SessionProperty] public partial bool PasswordResetRequested { get; set; }
                [SessionProperty] public partial bool HasPassword { get; set; }
                [SessionProperty] public partial DateTimeOffset? Password { get; set; }
                [SessionProperty] public partial string? PasswordHint { get; set; }
                [SessionProperty] public partial string? ForgotPassword { get; set; }
                [SessionProperty] public partial string? MaskedCardNumber { get; set; }
                [SessionProperty] public partial string? CardNumberLast4 { get; set; }
                [SessionProperty] public partial string? LoyaltyCardNumber { get; set; }
                [SessionProperty] public partial string? EncryptedRefreshToken { get; set; }
                [SessionProperty] public partial int Secret { get; set; }
                [SessionProperty] public partial string? Secretary { get; set; }
                [SessionProperty] public partial string? Token { get; set; }
                [SessionProperty] public partial string? CsrfSecret { get; set; }
                public string? ApiKey => null;
            }
            """);

    [Fact]
    public Task TSES100_reports_a_key_that_is_set_by_hand()
        => Rule.Verify("""
            class Pages
            {
                void Post(ISession session, string password, byte[] key, long number)
                {
                    session.SetString([|"password"|], password);
                    session.Set([|"private-key"|], key);
                    session.Set([|"user.ApiKey"|], password);
                    session.Set([|"CardNumber"|], number);
                    session.SetInt32([|"cvv"|], 123);
                }
            }
            """);

    [Fact]
    public Task TSES100_is_silent_about_keys_that_are_read_emptied_or_no_secret()
        => Rule.Verify("""
            class Pages
            {
                void Post(ISession session, string value, Dictionary<string, string> sessions)
                {
                    _ = session.GetString("password");
                    session.Remove("password");
                    session.SetString("password", "");
                    session.SetInt32("password", 3);
                    session.Set("HasPassword", true);
                    session.SetString("HasPassword", "true");
                    session.SetString("user", value);
                    sessions["password"] = value;
                }
            }
            """);

    [Fact]
    public Task TSES100_is_silent_about_what_is_justified()
        => Rule.Verify("""
            [SessionModel]
            public partial class Login
            {
                [SessionProperty, SensitiveSessionData(Justification = "Two minutes.")] public partial string? Password { get; set; }
            }

            [SessionModel(Prefix = "a."), SensitiveSessionData(Justification = "Two minutes.")]
            public partial class Tokens
            {
                [SessionProperty] public partial string? AccessToken { get; set; }
            }

            class Pages
            {
                [SensitiveSessionData(Justification = "Two minutes.")]
                void Post(ISession session, string password)
                {
                    session.SetString("api_key", password);
                    Action later = () => session.SetString("api_key", password);
                }

                void Lambda(ISession session, string password)
                {
                    Action later = [SensitiveSessionData(Justification = "Two minutes.")] () => session.SetString("api_key", password);
                }
            }
            """);

    [Fact]
    public Task TSES100_and_TSES101_read_words_and_types_that_the_project_configures()
        => Rule.WithConfig("dotnet_code_quality.TSES100.secret_names", "Kennwort, recovery-code")
            .WithConfig("dotnet_code_quality.TSES101.secret_types", "Shop.Vault")
            .Verify("""
            namespace Shop;

            public class Vault { public string? Text { get; set; } }

            [SessionModel]
            public partial class Login
            {
                [SessionProperty] public partial string? [|Kennwort|] { get; set; }
                [SessionProperty] public partial string? [|UsedRecoveryCodes|] { get; set; }
                [SessionProperty] public partial string? [|ApiKey|] { get; set; }
                [SessionProperty] public partial bool RecoveryCode { get; set; }
                [SessionProperty] public partial List<Vault> {|TSES101:Vaults|} { get; set; }
            }
            """);

    [Theory]
    [InlineData("password", true)]
    [InlineData("user_password", true)]
    [InlineData("shop.user-pwd", true)]
    [InlineData("USER_PASSWORD", true)]
    [InlineData("NewPassword2", true)]
    [InlineData("PasswordHash", true)]
    [InlineData("APIKey", true)]
    [InlineData("apiKeys", true)]
    [InlineData("stripe:apikey", true)]
    [InlineData("OAuthAccessToken", true)]
    [InlineData("refresh_token", true)]
    [InlineData("clientSecret", true)]
    [InlineData("", false)]
    [InlineData("_", false)]
    [InlineData("42", false)]
    [InlineData("HasPassword", false)]
    [InlineData("is_valid_password", false)]
    [InlineData("passwordless", false)]
    [InlineData("PasswordChangedAt", false)]
    [InlineData("OneTimePassword", false)]
    [InlineData("ResetPassword", false)]
    [InlineData("SecretSanta", false)]
    [InlineData("KeyboardLayout", false)]
    [InlineData("PrivateKeyId", false)]
    [InlineData("CancellationToken", false)]
    [InlineData("Compassword", false)]
    public void A_credential_is_known_by_its_last_words(string name, bool expected)
        => Assert.Equal(expected, SecretNames.IsCredential(name));

    [Theory]
    [InlineData("CreditCardNumber", true)]
    [InlineData("card_number", true)]
    [InlineData("Cvv2", true)]
    [InlineData("SocialSecurityNumber", true)]
    [InlineData("UserPin", true)]
    [InlineData("Pin", false)]
    [InlineData("BusinessCard", false)]
    [InlineData("OrderNumber", false)]
    [InlineData("CardNumberIsValid", false)]
    [InlineData("GiftCardNumber", false)]
    public void A_number_is_known_by_its_last_words(string name, bool expected) => Assert.Equal(expected, SecretNames.IsNumber(name));

    [Theory]
    [InlineData(
        "[SessionModel] public partial class Login { [SessionProperty, "
            + "SensitiveSessionData(Justification = )] public partial string? Password { get; set; }")]
    [InlineData(
        "[SessionModel] public partial class Login { [SessionProperty] public partial string? Password { get; [SensitiveSessionData(")]
    [InlineData("[SessionModel] public partial class Login { [SessionProperty] public partial Unknown<ClaimsPrincipal> Password")]
    [InlineData("class A { void M(ISession session) { session.SetString(\"password\", ); session.Set(\"user\", new ClaimsPrincipal(")]
    public async Task Half_typed_code_does_not_throw(string source)
    {
        var project = AnalyzerTestProject.Compile(Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp13, [source]);
        Assert.NotEmpty(project.GetDiagnostics(TestContext.Current.CancellationToken));
        Assert.All(
            await AnalyzerTestProject.Analyze(project), static found => Assert.StartsWith("TSES", found.Id, StringComparison.Ordinal));
    }
}
