namespace TypedSessions.Tests.Models;

/// <summary>
/// Stored values of other programs that can be read but not written: a number beyond the range of <see cref="double"/> is read as
/// infinity, which JSON cannot represent.
/// </summary>
public sealed class UnwritableValueTests
{
    private static readonly SessionProperty<Dictionary<string, double>> Prices
        = new(0, "Prices", "prices", SessionCodec.For<Dictionary<string, double>>(), createDefault: static () => []);

    private readonly CountingValues _values = new();
    private readonly SessionView _view;

    public UnwritableValueTests()
    {
        _values.SetByOthers("prices", """{"hat":1.5,"coat":1e999}""");
        _values.Commit();
        _view = new SessionView(_values, [Prices]);
    }

    [Fact]
    public void Reading_an_unreadable_value_changes_nothing_and_is_reported_once()
    {
        Assert.Equal(double.PositiveInfinity, _view.Get(Prices)["coat"]);

        _view.CaptureChanges();

        Assert.False(_view.IsModified);
        Assert.Empty(_values.Writes);
        Assert.Equal(["prices"], _values.Unreadable);
    }

    [Fact]
    public void A_value_made_writable_in_place_is_stored()
    {
        _view.Get(Prices)["coat"] = 2;

        _view.CaptureChanges();

        Assert.Equal("""{"hat":1.5,"coat":2}""", _values.StoredText("prices"));
        Assert.Empty(_values.Unreadable);
    }

    [Fact]
    public void A_replacement_for_an_unwritable_value_is_stored_and_can_be_changed()
    {
        _ = _view.Get(Prices);
        _view.CaptureChanges();

        _view.Set(Prices, new() { ["cap"] = 3 });
        _view.Get(Prices)["cap"] = 4;
        _view.CaptureChanges();

        Assert.Equal("""{"cap":4}""", _values.StoredText("prices"));
    }

    [Fact]
    public void A_value_that_the_application_makes_unwritable_throws()
    {
        _values.SetByOthers("prices", """{ "hat" : 1.50 }""");
        _view.Get(Prices)["hat"] = double.NaN;

        Assert.Throws<InvalidOperationException>(_view.CaptureChanges);
    }
}
