using Microsoft.AspNetCore.Http;
using TypedSessions.Models;
using TypedSessions.Sessions;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

public class PrivateSessionTests
{
    private readonly ManualClock _clock = new();
    private readonly Session _session;

    public PrivateSessionTests() => _session = PrivateSession.Create(_clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_model_that_is_created_with_new_has_a_private_session()
    {
        var shop = new Shop { UserName = "a", Visits = 6 };
        shop.Lines.Add(new() { Product = "hat" });

        Assert.Equal(("a", 6), (shop.UserName, shop.Visits));
        Assert.Equal(["UserName", "Visits", "Lines"], shop.ModifiedProperties);
        Assert.Equal("a", shop.Session.GetString("UserName"));
        Assert.Same(shop.Session, shop.Session);
        Assert.Null(new Shop().UserName);
    }

    [Fact]
    public async Task A_model_that_is_created_with_new_has_all_members_of_a_request_session()
    {
        var shop = new Shop { UserName = "a" };
        var session = Assert.IsAssignableFrom<ITypedSession>(shop.Session);
        Assert.True(session.IsNew);
        session.Expiry = SessionExpiry.Idle(TimeSpan.FromMinutes(5));

        await session.CommitAsync(Cancel);

        Assert.False(session.IsNew);
        Assert.InRange(session.TimeLeft!.Value, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        session.Abandon();
        Assert.Null(shop.UserName);
    }

    [Fact]
    public async Task A_second_model_of_the_session_reads_the_committed_values()
    {
        var shop = new Shop();
        shop.Lines.Add(new() { Product = "hat" });
        await shop.Session.CommitAsync(Cancel);

        var second = shop.Session.As<Shop>();

        Assert.NotSame(shop, second);
        Assert.Equal("hat", Assert.Single(second.Lines).Product);
        second.Visits = 7;
        Assert.Equal(7, shop.Visits);
    }

    [Fact]
    public void A_model_over_it_is_bound_by_its_interface()
    {
        ISession session = _session;

        session.As<Shop>().UserName = "a";

        Assert.Equal("a", session.As<Shop>().UserName);
        Assert.Same(session, session.As<Shop>().Session);
    }

    [Fact]
    public async Task A_commit_makes_the_current_values_the_stored_ones()
    {
        var shop = Shop.Over(_session);
        shop.Lines.Add(new());
        Assert.True(_session.IsNew);
        Assert.True(_session.IsModified);
        Assert.Equal(["Lines"], _session.ModifiedKeys);

        await _session.CommitAsync(Cancel);

        Assert.False(_session.IsNew);
        Assert.False(_session.IsModified);
        Assert.Empty(shop.ModifiedProperties);
        Assert.Equal(_clock.GetUtcNow(), _session.CreatedAt);
        shop.Remove(nameof(Shop.Lines));
        Assert.Equal(["Lines"], _session.ModifiedKeys);
    }

    [Fact]
    public async Task A_commit_without_changes_stores_nothing()
    {
        Assert.Empty(Shop.Over(_session).Lines);

        await _session.CommitAsync(Cancel);

        Assert.True(_session.IsNew);
        Assert.Null(_session.CreatedAt);
        Assert.Null(_session.TimeLeft);
    }

    [Fact]
    public void Any_use_of_a_value_is_access()
    {
        Assert.False(_session.IsAccessed);

        _session.TryGetValue("key", out _);

        Assert.True(_session.IsAccessed);
    }

    [Fact]
    public void Arrays_are_copied_in_and_out()
    {
        byte[] bytes = [1];
        _session.Set("key", bytes);
        bytes[0] = 2;
        Assert.True(_session.TryGetValue("key", out var read));
#pragma warning disable TSES066 // The change must be lost.
        read[0] = 3;
#pragma warning restore TSES066

        Assert.True(_session.TryGetValue("key", out var again));
        Assert.Equal([1], again);
    }

    [Fact]
    public void Keys_can_be_removed_while_they_are_enumerated_and_do_not_show_the_librarys_own()
    {
        _session.Set("a", []);
        _session.Set("b", []);
        _session.SetTestCookie();

        Assert.Equal(["a", "b"], _session.Keys);
        Assert.Equal(["a", "b"], _session.ModifiedKeys);
        foreach (var key in _session.Keys)
        {
            _session.Remove(key);
        }

        Assert.Empty(_session.Keys);
    }

    [Fact]
    public async Task A_stored_session_gets_a_new_id_with_the_commit_and_keeps_its_values()
    {
        var shop = Shop.Over(_session);
        shop.UserName = "a";
        await _session.CommitAsync(Cancel);
        var id = _session.Id;

        _session.RegenerateId();
        Assert.True(_session.IsModified);
        await _session.CommitAsync(Cancel);

        Assert.NotEqual(id, _session.Id);
        Assert.Equal("a", shop.UserName);
    }

    [Fact]
    public async Task An_abandoned_session_is_empty_new_and_not_stored()
    {
        var shop = Shop.Over(_session);
        shop.UserName = "a";
        _session.Owner = "42";
        _session.Expiry = SessionExpiry.WithBrowser;
        await _session.CommitAsync(Cancel);
        var id = _session.Id;
        shop.Lines.Add(new());

        _session.Abandon();

        Assert.True(_session.IsNew);
        Assert.NotEqual(id, _session.Id);
        Assert.Null(shop.UserName);
        Assert.Null(_session.Owner);
        Assert.Equal(SessionExpiry.Default, _session.Expiry);
        Assert.True(_session.IsModified);
        await _session.CommitAsync(Cancel);
        Assert.False(_session.IsModified);
        Assert.True(_session.IsNew);
    }

    [Fact]
    public void A_clear_discards_an_earlier_change_in_place()
    {
        var shop = Shop.Over(_session);
        shop.Lines.Add(new());

        _session.Clear();

        Assert.False(_session.IsModified);
        Assert.Empty(shop.Lines);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void An_owner_is_neither_empty_nor_too_long(int length)
        => Assert.Throws<ArgumentException>(() => _session.Owner = new string('a', length));

    [Fact]
    public async Task Expiry_and_owner_are_pending_changes()
    {
        Shop.Over(_session).UserName = "a";
        await _session.CommitAsync(Cancel);
        _session.Expiry = SessionExpiry.Idle(TimeSpan.FromMinutes(5));
        Assert.True(_session.IsModified);
        await _session.CommitAsync(Cancel);
        Assert.False(_session.IsModified);
        _session.Owner = new string('a', 256);
        Assert.True(_session.IsModified);

        await _session.CommitAsync(Cancel);

        Assert.False(_session.IsModified);
        Assert.Equal(new string('a', 256), _session.Owner);
        Assert.Equal(TimeSpan.FromMinutes(5), _session.TimeLeft);
    }

    [Fact]
    public async Task TimeLeft_counts_down_to_the_expiration_and_stops_at_zero()
    {
        Shop.Over(_session).UserName = "a";
        _session.Expiry = SessionExpiry.At(_clock.GetUtcNow() + TimeSpan.FromMinutes(2));
        await _session.CommitAsync(Cancel);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(1), _session.TimeLeft);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.Zero, _session.TimeLeft);
    }

    // The session and the rule treat all uses in a test as one request.
#pragma warning disable TSES030
    [Fact]
    public async Task The_test_cookie_never_works_in_the_request_that_sets_it()
    {
        _session.SetTestCookie();
        Assert.False(_session.TestCookieWorked());

        await _session.CommitAsync(Cancel);
        Assert.False(_session.TestCookieWorked());
        _session.DeleteTestCookie();
        _session.DeleteTestCookie();

        Assert.False(_session.TestCookieWorked());
        Assert.True(_session.IsModified);
    }
#pragma warning restore TSES030
}
