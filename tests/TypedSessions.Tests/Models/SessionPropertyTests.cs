using Microsoft.AspNetCore.Http;
using TypedSessions.Models;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

/// <summary>Descriptions of a model's properties, for code that has only a session.</summary>
public class SessionPropertyTests
{
    private readonly ISession _session = PrivateSession.Create(new ManualClock());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_property_reads_as_that_of_the_model()
    {
        var shop = _session.As<Shop>();
        shop.UserName = "a";

        Assert.Equal("a", _session.Get(Shop.Properties.UserName));
        Assert.Equal(5, _session.Get(Shop.Properties.Visits));
        Assert.Null(_session.Get(Shop.Properties.Age));
        Assert.Same(shop.Lines, _session.Get(Shop.Properties.Lines));
    }

    [Fact]
    public void A_value_that_is_set_before_the_model_is_used_is_that_of_the_model()
    {
        _session.Set(Shop.Properties.UserName, "a");
        var lines = _session.Get(Shop.Properties.Lines);

        var shop = _session.As<Shop>();

        Assert.Equal("a", shop.UserName);
        Assert.Same(lines, shop.Lines);
        Assert.Equal(["UserName"], shop.ModifiedProperties);
    }

    [Fact]
    public async Task A_value_that_is_changed_in_place_is_stored()
    {
        _session.Get(Shop.Properties.Lines).Add(new() { Product = "hat" });
        _session.As<Shop>().Lines.Add(new() { Product = "tea" });

        Assert.True(_session.Contains(Shop.Properties.Lines));
        await _session.CommitAsync(Cancel);
        Assert.Equal("""[{"Product":"hat","Count":0},{"Product":"tea","Count":0}]""", _session.GetString("Lines"));
    }

    [Fact]
    public void Removing_a_property_and_setting_it_to_null_remove_its_key()
    {
        _session.Set(Shop.Properties.UserName, "a");
        _session.Set(Shop.Properties.Visits, 6);
        Assert.True(_session.Contains(Shop.Properties.Visits));

        _session.Set(Shop.Properties.UserName, null);
        _session.Remove(Shop.Properties.Visits);

        Assert.Empty(_session.Keys);
        Assert.False(_session.Contains(Shop.Properties.Visits));
        Assert.Equal(5, _session.As<Shop>().Visits);
    }

    [Fact]
    public void A_session_of_another_library_has_the_values_that_were_set()
    {
        var session = new FakeSession();
        session.Set(Shop.Properties.Visits, 6);

        Assert.Equal(6, session.GetInt32("visits"));
        Assert.Equal(6, session.Get(Shop.Properties.Visits));
        Assert.True(session.Contains(Shop.Properties.Visits));
        session.Remove(Shop.Properties.Visits);
        Assert.Empty(session.Keys);
    }

    [Fact]
    public void A_value_that_cannot_be_stored_is_refused()
    {
        var profile = new Profile();
        profile.Friend = profile;

        var refused = Assert.Throws<InvalidOperationException>(() => _session.Set(Shop.Properties.Profile, profile));

        Assert.Contains("Profile", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_of_no_model_is_refused()
    {
        var property = new SessionProperty<int>(0, "Visits", "visits", SessionCodec.Int32);

        var refused = Assert.Throws<InvalidOperationException>(() => _session.Get(property));

        Assert.Contains("'Visits' belongs to no model", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_session_and_no_property_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => ((ISession)null!).Get(Shop.Properties.Visits));
        Assert.Throws<ArgumentNullException>(() => _session.Remove((SessionProperty)null!));
    }
}
