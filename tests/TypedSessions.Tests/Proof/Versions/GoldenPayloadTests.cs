using System.Runtime.CompilerServices;
using TypedSessions.Models;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Versions;

/// <summary>
/// The payloads of each version are files of the repository, which each later version reads. <c>ACCEPT_SNAPSHOTS=1</c> rewrites them.
/// </summary>
public sealed class GoldenPayloadTests
{
    private static readonly (string Operation, string Value)[] Operations =
        [("add", "hat"), ("add", "tie"), ("visit", ""), ("visit", ""), ("size", "1"), ("street", "Main"), ("coupon", "May"), ("zip", "12")];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_version_stores_the_same_bytes_as_its_golden_files(int version)
    {
        var session = PrivateSession.Create();
        foreach (var (operation, value) in Operations)
        {
            ShopVersions.Apply(version, session, operation, value);
        }

        session.Values.CaptureViews();
        var payload = Convert.ToBase64String(session.Access().Values.ToValues().Payload.Span, Base64FormattingOptions.InsertLineBreaks);
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(GetPath(version), payload.ReplaceLineEndings("\n") + "\n");
            return;
        }

        Assert.Equal(Convert.FromBase64String(payload), ReadGolden(version).Payload.ToArray());
    }

    [Theory]
    [InlineData(1, 1, "visits 2, lines hat:1,tie:1, size 1, street Main, coupon May")]
    [InlineData(1, 2, "visits 2, lines hat:1,tie:1, size 1, street Main, zip ")]
    [InlineData(1, 3, "visits 2, lines hat:1,tie:1, size 1, street Main, zip ")]
    [InlineData(2, 1, "visits 2, lines hat:1,tie:1, size 1, street Main, coupon ")]
    [InlineData(2, 2, "visits 2, lines hat:1,tie:1, size 1, street Main, zip 12")]
    [InlineData(2, 3, "visits 2, lines hat:1,tie:1, size 1, street Main, zip 12")]
    [InlineData(3, 2, "visits 2, lines hat:1,tie:1, size 1, street Main, zip 12")]
    [InlineData(3, 3, "visits 2, lines hat:1,tie:1, size 1, street Main, zip 12")]
    public void Values_of_a_version_are_read_by_its_neighbours_and_all_later_versions(int writer, int reader, string expected)
    {
        var record = new SessionRecord
        {
            Values = ReadGolden(writer),
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch,
        };

        Assert.Equal(expected, ShopVersions.Read(reader, new RecordSession(new SessionRecordEntry(default, record), options: null)));
    }

    private static string GetPath(int version, [CallerFilePath] string file = "")
        => Path.Combine(Path.GetDirectoryName(file)!, "Payloads", $"{version}.txt");

    private static SessionValues ReadGolden(int version)
    {
        using var stream = typeof(GoldenPayloadTests).Assembly.GetManifestResourceStream($"Versions/{version}.txt")!;
        using var reader = new StreamReader(stream);
        var values = SessionValues.FromPayload(Convert.FromBase64String(reader.ReadToEnd()));
        Assert.True(values.IsReadable);
        return values;
    }
}
