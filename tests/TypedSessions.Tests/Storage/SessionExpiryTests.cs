namespace TypedSessions.Tests.Storage;

public sealed class SessionExpiryTests
{
    private static readonly DateTimeOffset Date = new(2030, 1, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void The_stored_numbers_are_those_of_the_schema()
    {
        Assert.Null(SessionExpiry.Default.ToStoredValue());
        Assert.Equal(0, SessionExpiry.WithBrowser.ToStoredValue());
        Assert.Equal(-1, SessionExpiry.At(Date).ToStoredValue());
        Assert.Equal(90_000, SessionExpiry.Idle(TimeSpan.FromSeconds(90)).ToStoredValue());
        Assert.Equal(-90_001, SessionExpiry.WithBrowserOrIdle(TimeSpan.FromSeconds(90)).ToStoredValue());
    }

    [Fact]
    public void Stored_values_survive_a_round_trip()
    {
        var longest = TimeSpan.FromDays(36525);
        foreach (var expiry in new[]
        {
            default, SessionExpiry.WithBrowser, SessionExpiry.At(Date), SessionExpiry.Idle(longest),
            SessionExpiry.WithBrowserOrIdle(longest),
        })
        {
            Assert.Equal(expiry, SessionExpiry.FromStoredValue(expiry.ToStoredValue(), Date));
        }
    }

    [Theory]
    [InlineData((-36525L * 24 * 60 * 60 * 1000) - 2)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData((36525L * 24 * 60 * 60 * 1000) + 1)]
    public void A_number_that_is_never_stored_reads_as_the_default(long stored)
        => Assert.Equal(SessionExpiry.Default, SessionExpiry.FromStoredValue(stored, Date));

    [Fact]
    public void Each_kind_has_its_own_properties()
    {
        var idle = SessionExpiry.Idle(TimeSpan.FromMinutes(20));
        Assert.Equal(TimeSpan.FromMinutes(20), idle.IdleTimeout);
        Assert.Null(idle.ExpiresAt);
        Assert.Equal(Date, SessionExpiry.At(Date).ExpiresAt);
        Assert.Null(SessionExpiry.At(Date).IdleTimeout);
        Assert.True(SessionExpiry.WithBrowser.IsWithBrowser);
        Assert.True(SessionExpiry.WithBrowserOrIdle(TimeSpan.FromHours(1)).IsWithBrowser);
        Assert.Equal(TimeSpan.FromHours(1), SessionExpiry.WithBrowserOrIdle(TimeSpan.FromHours(1)).IdleTimeout);
        Assert.False(SessionExpiry.Default.IsWithBrowser);
        Assert.Equal(default, SessionExpiry.Default);
    }

    [Fact]
    public void Timestamps_are_stored_in_whole_milliseconds_for_any_offset()
        => Assert.Equal(SessionExpiry.At(Date), SessionExpiry.At((Date + TimeSpan.FromTicks(9_999)).ToOffset(TimeSpan.FromHours(2))));

    [Fact]
    public void Invalid_idle_timeouts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SessionExpiry.Idle(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => SessionExpiry.Idle(TimeSpan.FromTicks(9_999)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SessionExpiry.Idle(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SessionExpiry.Idle(TimeSpan.MaxValue));
    }
}
