using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>Users, passwords and TLS, on servers that the tests start.</summary>
public sealed class RedisAccessTests : RedisEngineTest
{
    // The same as in docs/redis.md.
    internal const string Grants = "+@connection +info +wait +evalsha +eval +script|load +get +set +hmget +hset +exists +pexpire +pttl "
        + "+unlink +zadd +zrem +zscore +zcount +zrangebyscore +zremrangebyscore";

    [Fact]
    public async Task A_user_who_may_not_run_scripts_is_reported_at_start()
    {
        await using var server = await RedisProcess.StartAsync("user app on >secret-password ~* &* +@all -@scripting", "user default off");
        var servers = RedisProcess.GetSettings(server.Port);
        (servers.User, servers.Password) = ("app", "secret-password");
        await using var engine = Open(servers);
        await AssertFailsAsync(async () => await engine.PrepareAsync(Token), "may not run a command");
    }

    [Fact]
    public async Task A_user_with_the_documented_rights_can_use_every_operation()
    {
        await using var server = await RedisProcess.StartAsync(
            $"user app on >secret-password ~typed-sessions:* {Grants}", "user default off");
        var servers = RedisProcess.GetSettings(server.Port);
        (servers.User, servers.Password) = ("app", "secret-password");
        await using var engine = Open(servers);
        await engine.PrepareAsync(Token);
        var record = NewRecord(("a", "1")) with { Owner = "ann" };
        var key = await StoreAsync(engine, record);
        Assert.True((await engine.UpdateAsync(key, record, Change(), Token)).IsStored);
        Assert.True((await engine.UpdateAsync(key, record, Change(Set("a", "2")), Token)).IsStored);
        var newKey = NewKeyAfter(engine, key);
        Assert.True((await engine.RotateAsync(key, newKey, record, Change(), Token)).IsStored);
        Assert.Equal(1, await engine.CountAsync(Token));
        Assert.Single(await engine.FindByOwnerAsync("ann", Token).ToListAsync(Token));
        Clock.Advance(TimeSpan.FromDays(15));
        Assert.Equal(1, await engine.RemoveExpiredAsync(10, Token));
        Assert.False(await engine.RemoveAsync(newKey, Token));
    }

    [Fact]
    public async Task A_wrong_password_is_reported_at_start_and_not_repeated()
    {
        await using var server = await RedisProcess.StartAsync("requirepass right-password");
        var servers = RedisProcess.GetSettings(server.Port);
        (servers.Password, servers.ConnectTimeout) = ("wrong-password", 2000);
        await using var engine = Open(servers);
        var error = await AssertFailsAsync(async () => await engine.PrepareAsync(Token), "password");
        Assert.DoesNotContain("wrong-password", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_requires_TLS_is_used_with_TLS_and_refuses_connections_without_it()
    {
        using var folder = new TempFolder();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(folder.GetPath("server.crt"), certificate.ExportCertificatePem(), Token);
        await File.WriteAllTextAsync(folder.GetPath("server.key"), key.ExportPkcs8PrivateKeyPem(), Token);
        var port = FreePort.Take();
        await using var server = await RedisProcess.StartAsync(
            $"tls-port {port}", "tls-auth-clients no", $"tls-cert-file {folder.GetPath("server.crt")}",
            $"tls-key-file {folder.GetPath("server.key")}", $"tls-ca-cert-file {folder.GetPath("server.crt")}");

        var plain = RedisProcess.GetSettings(port);
        plain.ConnectTimeout = 1000;
        await using var refused = Open(plain);
        await AssertFailsAsync(async () => await refused.PrepareAsync(Token), "connection");

        var encrypted = RedisProcess.GetSettings(port);
        encrypted.Ssl = true;
        encrypted.CertificateValidation += (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString();
        await using var engine = Open(encrypted);
        await engine.PrepareAsync(Token);
        await StoreAsync(engine, NewRecord(("a", "1")));
    }
}
