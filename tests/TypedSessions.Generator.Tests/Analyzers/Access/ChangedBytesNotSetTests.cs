using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Access;

public sealed class ChangedBytesNotSetTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.ChangedBytesNotSet);

    [Fact]
    public async Task TSES066_reports_a_change_and_names_the_method()
        => Assert.Equal(
            "The session does not detect this change of the bytes that 'TryGetValue' returned, so it is lost; "
                + "set the key to the changed bytes",
            await Rule.Message("""
                class A
                {
                    void M(ISession session) { if (session.TryGetValue("k", out var bytes)) { [|bytes[0] = 1|]; } }
                }
                """));

    [Theory]
    [InlineData("if (session.TryGetValue(\"k\", out byte[]? bytes)) { [|bytes[0]++|]; bytes[1]--; }")]
    [InlineData("byte[]? bytes; session.TryGetValue(\"k\", out bytes); if (bytes != null && bytes.Length > 2) [|bytes[2] |= 4|];")]
    [InlineData("var bytes = session.Get(\"k\"); if (bytes is null) return; [|bytes[0] = (byte)(bytes[0] + 1)|];")]
    [InlineData("if (session.Get(\"k\") is { } bytes) { [|bytes[0] ^= 1|]; }")]
    [InlineData("if (session.Get(\"k\") is byte[] bytes) { [|Array.Clear(bytes)|]; }")]
    [InlineData("var bytes = session.Get(\"k\")!; for (var i = 0; i < bytes.Length; i++) { [|bytes[i] = 0|]; }")]
    [InlineData("var bytes = session.Get(\"k\")!; if (bytes[0] == 0) { [|bytes[0] = 1|]; }")]
    [InlineData("[|session.Get(\"k\")![0] = 1|];")]
    [InlineData("[|context.Session.Get(\"k\")![0]++|];")]
    public Task TSES066_reports_changes_that_have_no_effect(string statements) => Verify(statements);

    [Theory]
    [InlineData("if (session.TryGetValue(\"k\", out var bytes)) { bytes[0] = 1; session.Set(\"k\", bytes); }")]
    [InlineData("var bytes = session.Get(\"k\")!; Array.Reverse(bytes); _ = BitConverter.ToInt32(bytes);")]
    [InlineData("var bytes = session.Get(\"k\")!; bytes[0] ^= 1; _ = bytes[0] == 2;")]
    [InlineData("var bytes = session.Get(\"k\")!; bytes[0] ^= 1; foreach (var b in bytes) { }")]
    [InlineData("var bytes = session.Get(\"k\")!; bytes[0] ^= 1; var same = bytes; session.Set(\"k\", same);")]
    [InlineData("var bytes = session.Get(\"k\")!; bytes.AsSpan()[0] = 1;")]
    [InlineData("var bytes = session.Get(\"k\")!; while (bytes[0] < 5) { bytes[0]++; }")]
    [InlineData("var bytes = session.Get(\"k\")!; _ = bytes[0]; _ = bytes.Length;")]
    [InlineData("var bytes = session.Get(\"k\")!; var last = bytes[0] = 1;")]
    [InlineData("var bytes = session.Get<byte[]>(\"k\")!; bytes[0] = 1;")]
    [InlineData("var bytes = shop.Bytes; bytes[0] = 1; shop.Bytes[1] = 2;")]
    [InlineData("var values = new Dictionary<string, byte[]>(); if (values.TryGetValue(\"session\", out var bytes)) { bytes[0] = 1; }")]
    public Task TSES066_is_silent_about_changes_that_are_seen(string statements) => Verify(statements);

    private static Task Verify(string statements)
        => Rule.Verify($$"""
            [SessionModel] public partial class Shop { [SessionProperty(Key = "shop")] public partial byte[] Bytes { get; set; } }

            class A { void M(ISession session, HttpContext context, Shop shop) { {{statements}} } }
            """);
}
