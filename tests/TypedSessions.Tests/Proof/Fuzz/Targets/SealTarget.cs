using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Http.Cookies;
using TypedSessions.Storage;
using TypedSessions.Tests.Http.Cookies;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>Arbitrary texts instead of a sealed session. Only an unchanged text can be opened.</summary>
/// <remarks>Sealing is not deterministic, so the corpus contains sealed sessions, and the key is always the same.</remarks>
internal sealed class SealTarget : FuzzTarget
{
    private const string Sealed = "sealed-";

    private const string DescriptorType =
        "Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel.AuthenticatedEncryptorDescriptorDeserializer";

    private readonly HashSet<string> _sealed =
        [.. Corpus.Enumerate(Title).Where(kept => kept.Name.Contains(Sealed, StringComparison.Ordinal)).Select(kept => Text(kept.Bytes))];
    private readonly SealedTransport _engine = NewEngine();
    private SessionRecordEntry? _opened;

    private const string Title = "seal";

    public override string Name => Title;

    public override int Share => 5;

    public override IEnumerable<byte[]> Seeds => [[]];

    public override IReadOnlyList<byte[]> Tokens { get; } =
        ["CfDJ8"u8.ToArray(), "="u8.ToArray(), "=="u8.ToArray(), "+"u8.ToArray(), "%"u8.ToArray(), " "u8.ToArray(), "\n"u8.ToArray()];

    public override long AllocationLimit(ReadOnlySpan<byte> input) => 65536 + (32L * input.Length);

    /// <summary>The engine that has sealed the sessions of the corpus.</summary>
    public static SealedTransport NewEngine()
    {
        var ring = new KeyRing();
        ring.StoreElement(Key(), "the key of the corpus");
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("tests").DisableAutomaticKeyGeneration();
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = ring);
        return Seals.Create(services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>(), new ManualClock());
    }

    public override void Feed(ReadOnlyMemory<byte> input) => _opened = _engine.Open(Text(input.Span));

    public override int Check(ReadOnlyMemory<byte> input)
    {
        var text = Text(input.Span);
        Require(
            _opened is null == !_sealed.Contains(text),
            _opened is null ? "What was sealed does not open." : "Something opens that was not sealed.");
        return Kind(RecordCases.GetKind(_opened?.Record), text.AsSpan().ContainsAnyExceptInRange('-', 'z') ? 1 : 0, Magnitude(text.Length));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private static XElement Key() => XElement.Parse(
        $"""
        <key id="80732141-ec8f-4b80-af9c-c4d2d1ff8901" version="1">
          <creationDate>2020-01-01T00:00:00Z</creationDate>
          <activationDate>2020-01-01T00:00:00Z</activationDate>
          <expirationDate>2120-01-01T00:00:00Z</expirationDate>
          <descriptor deserializerType="{DescriptorType}, Microsoft.AspNetCore.DataProtection">
            <descriptor>
              <encryption algorithm="AES_256_CBC" />
              <validation algorithm="HMACSHA256" />
              <masterKey><value>{Convert.ToBase64String([.. Enumerable.Range(0, 64).Select(i => (byte)i)])}</value></masterKey>
            </descriptor>
          </descriptor>
        </key>
        """);
}
