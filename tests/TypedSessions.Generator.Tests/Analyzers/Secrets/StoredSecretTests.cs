using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Secrets;

/// <summary>Secrets in the members of the types that a session stores.</summary>
public sealed class StoredSecretTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SecretName);

    [Fact]
    public async Task TSES100_and_TSES101_look_into_stored_types()
    {
        var found = await Rule.Verify("""
            using System.Security.Claims;

            public record Card(string Number, string Cvv);

            public class Payment { public Card? Card { get; set; } public decimal Total { get; set; } }

            public class Visitor { public string? Name { get; set; } public List<ClaimsIdentity> Identities { get; set; } = []; }

            public class Node { public Node? Next { get; set; } public string? Label { get; set; } public string? ApiKey { get; set; } }

            [SessionModel]
            public partial class Checkout
            {
                [SessionProperty] public partial Payment? [|Payment|] { get; set; }
                [SessionProperty] public partial List<Card> [|Cards|] { get; set; }
                [SessionProperty] public partial Dictionary<string, Visitor> {|TSES101:Visitors|} { get; set; }
                [SessionProperty] public partial Node? [|First|] { get; set; }
            }

            class Pages
            {
                void Post(ISession session, Payment payment) => session.Set("checkout", [|payment|]);
            }
            """);

        Assert.StartsWith("'Checkout.Payment.Card.Cvv' looks like a secret", found[0].GetMessage(), StringComparison.Ordinal);
        Assert.StartsWith("'Checkout.Visitors.Identities' stores a 'ClaimsIdentity'", found[2].GetMessage(), StringComparison.Ordinal);
        Assert.StartsWith("'Payment.Card.Cvv' looks like a secret", found[4].GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task TSES100_and_TSES101_look_into_derived_types_included_fields_and_serialized_values()
        => Rule.Verify("""
            using System.Security.Claims;
            using System.Text.Json;
            using System.Text.Json.Serialization;

            public class Person { public string? Name { get; set; } public string? Ssn { get; set; } }

            public class Patient : Person { public DateOnly Born { get; set; } }

            public class Settings { [JsonInclude] public string? ApiKey; public string? Secret; }

            [JsonDerivedType(typeof(ByCard), "card")]
            public abstract class Payment { public decimal Total { get; set; } }

            public class ByCard : Payment { public string? CardNumber { get; set; } }

            [SessionModel]
            public partial class State
            {
                [SessionProperty] public partial Patient? [|Patient|] { get; set; }
                [SessionProperty] public partial {|TSES033:Settings?|} [|Settings|] { get; set; }
                [SessionProperty] public partial Payment? [|Payment|] { get; set; }
            }

            class Pages
            {
                void Post(ISession session, List<Patient> patients, ClaimsIdentity identity, string text)
                {
                    session.SetString("patients", [|JsonSerializer.Serialize(patients)|]);
                    session.Set("identity", {|TSES101:JsonSerializer.SerializeToUtf8Bytes(identity)|});
                    session.SetString("text", JsonSerializer.Serialize(text));
                    session.SetString([|"password"|], JsonSerializer.Serialize(text));
                }
            }
            """);

    [Fact]
    public Task TSES100_is_silent_about_members_that_are_not_stored_or_are_justified()
        => Rule.Verify("""
            using System.Text.Json.Serialization;

            public class Account
            {
                [JsonIgnore] public string? Password { get; set; }
                internal string? ApiKey { get; set; }
                private string? Secret { get; set; } = "a";
                public static string? AccessToken { get; set; }
                public bool HasPassword => Password is not null;
                [SensitiveSessionData(Justification = "Encrypted with the key of the tenant.")] public string? RefreshToken { get; set; }
                public override string ToString() => Secret + ApiKey;
            }

            [SensitiveSessionData(Justification = "Sample data.")]
            public class Sample { public string? Password { get; set; } }

            [SessionModel]
            public partial class Login
            {
                [SessionProperty] public partial Account? Account { get; set; }
                [SessionProperty] public partial List<Sample> Samples { get; set; }
            }
            """);
}
