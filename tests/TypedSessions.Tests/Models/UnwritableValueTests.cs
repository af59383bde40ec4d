namespace TypedSessions.Tests.Models;

/// <summary>
/// Stored values of others that can be read and not be written again: a number
/// beyond a <see cref="double"/> reads as infinite, which JSON cannot say.
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
    public void To_read_one_changes_nothing_and_is_reported_once()
    {
        Assert.Equal(double.PositiveInfinity, _view.Get(Prices)["coat"]);

        _view.CaptureChanges();

        Assert.False(_view.IsModified);
        Assert.Empty(_values.Writes);
        Assert.Equal(["prices"], _values.Unreadable);
    }

    [Fact]
    public void What_is_made_writable_in_place_is_stored()
    {
        _view.Get(Prices)["coat"] = 2;

        _view.CaptureChanges();

        Assert.Equal("""{"hat":1.5,"coat":2}""", _values.StoredText("prices"));
        Assert.Empty(_values.Unreadable);
    }

    [Fact]
    public void What_is_set_in_its_place_is_stored_and_can_be_changed_as_any_other()
    {
        _ = _view.Get(Prices);
        _view.CaptureChanges();

        _view.Set(Prices, new() { ["cap"] = 3 });
        _view.Get(Prices)["cap"] = 4;
        _view.CaptureChanges();

        Assert.Equal("""{"cap":4}""", _values.StoredText("prices"));
    }

    [Fact]
    public void What_the_application_itself_makes_unwritable_is_its_error()
    {
        _values.SetByOthers("prices", """{ "hat" : 1.50 }""");
        _view.Get(Prices)["hat"] = double.NaN;

        Assert.Throws<InvalidOperationException>(_view.CaptureChanges);
    }
}
