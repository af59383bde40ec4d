using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Http;

/// <summary>A model whose properties are merged, with both halves written by hand.</summary>
internal sealed class MergingCart(ISession session)
{
    private static readonly SessionProperty<List<Line>> LinesProperty = new(
        0, "Lines", "Lines", SessionCodec.Json<List<Line>>(), createDefault: static () => [])
        { Merge = SessionMergePlan.List("Product", SessionMergePlan.Object()) };

    private static readonly SessionProperty<int> VisitsProperty = new(1, "Visits", "Visits", SessionCodec.Int32)
        { Merge = SessionMergePlan.Sum(SessionCodec.Int32) };

    private static readonly SessionProperty<string> SeatProperty = new(2, "Seat", "Seat", SessionCodec.String)
        { Merge = SessionMergePlan.Fail };

    private readonly SessionView _view = new(session, [LinesProperty, VisitsProperty, SeatProperty]);

    public List<Line> Lines => _view.Get(LinesProperty);

    public int Visits
    {
        get => _view.Get(VisitsProperty);
        set => _view.Set(VisitsProperty, value);
    }

    public string? Seat
    {
        get => _view.Get(SeatProperty);
        set => _view.Set(SeatProperty, value);
    }

    internal sealed class Line
    {
        public string Product { get; set; } = "";

        public int Count { get; set; }
    }
}
