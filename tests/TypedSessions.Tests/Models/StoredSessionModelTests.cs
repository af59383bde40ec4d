using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Models;

/// <summary>Models of the records in a list of sessions.</summary>
public sealed class StoredSessionModelTests
{
    private static readonly SessionProperty<CartLine> Line = new(0, "Line", "line", SessionCodec.Json<CartLine>());

    [Fact]
    public void A_model_reads_the_values_of_the_record()
    {
        var shop = Store(("UserName", "Ada"), ("Lines", """[{"Product":"hat","Count":2}]""")).As<Shop>();

        Assert.Equal("Ada", shop.UserName);
        Assert.Equal(5, shop.Visits);
        Assert.Equal("hat", Assert.Single(shop.Lines).Product);
        Assert.True(shop.Contains(nameof(Shop.UserName)));
        Assert.False(shop.Contains(nameof(Shop.Visits)));
        Assert.False(shop.IsModified);
    }

    [Fact]
    public void Setting_and_removing_throw_with_a_hint()
    {
        var stored = Store(("UserName", "Ada"));
        var shop = stored.As<Shop>();

        var error = Assert.Throws<InvalidOperationException>(() => shop.UserName = "Bob");

        Assert.Contains(stored.Key.ToString(), error.Message);
        Assert.Contains("ISessionManager.OpenAsync", error.Message);
        Assert.Throws<InvalidOperationException>(() => shop.UserName = null);
        Assert.Throws<InvalidOperationException>(() => shop.Session.SetInt32("visits", 1));
        Assert.Throws<InvalidOperationException>(() => shop.Session.Remove("visits"));
        Assert.Throws<InvalidOperationException>(shop.Session.Clear);
        Assert.Equal("Ada", shop.UserName);
    }

    [Fact]
    public void The_session_of_the_model_reads_the_record_by_key()
    {
        var stored = Store(("UserName", "Ada"), ("__ts.testcookie", "1"));
        var session = stored.As<Shop>().Session;

        Assert.Equal(stored.Key.ToString(), session.Id);
        Assert.Equal(["UserName"], session.Keys);
        Assert.Equal("Ada", session.GetString("UserName"));
        Assert.Equal("Ada", session.Get<string>("UserName"));
        Assert.False(session.TryGetValue("other", out _));
    }

    [Fact]
    public void Values_are_read_with_the_options_that_are_given()
    {
        var stored = Store(("line", """{"product":"hat"}"""));
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);

        var read = new SessionView(stored.As<Shop>(options).Session, [Line]).Get(Line);

        Assert.Equal("hat", read.Product);
        Assert.Equal("", new SessionView(stored.As<Shop>().Session, [Line]).Get(Line).Product);
    }

    private static SessionRecordEntry Store(params (string Key, string Text)[] values) => new(
        new SessionKey(new byte[SessionKey.Size]),
        new SessionRecord
        {
            Values = SessionValues.From(values.Select(
                static value => KeyValuePair.Create(value.Key, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(value.Text)))),
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.MaxValue,
        });
}
