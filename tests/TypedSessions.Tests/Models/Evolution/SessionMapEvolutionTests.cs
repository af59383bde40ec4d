using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Models.Evolution;

/// <summary>Items under former and retired keys.</summary>
public sealed class SessionMapEvolutionTests
{
    private readonly CountingValues _values = new();
    private readonly Baskets _baskets;

    public SessionMapEvolutionTests() => _baskets = ((ISession)_values).As<Baskets>();

    [Fact]
    public void Items_under_former_keys_are_read_upgraded_and_moved()
    {
        _values.SetByOthers("m.state_00000000-0000-0000-0000-000000000001", [0, 0, 0, 9]);
        var id = Guid.Parse("00000000-0000-0000-0000-000000000001");

        Assert.Equal("9", _baskets.States[id]);
        Assert.Equal([id], _baskets.States.Keys);
        Assert.Empty(_values.Writes);

        _baskets.States[id] = "ten";
        Assert.Equal([$"m.state-{id}"], _values.Keys);
        Assert.Equal([id], _baskets.States.Keys);
        Assert.True(_baskets.States.Remove(id));
        Assert.Empty(_values.Keys);
    }

    [Fact]
    public void Writing_an_item_removes_the_retired_keys()
    {
        _values.SetByOthers("m.old", "x");
        _values.SetByOthers("m.draft-1", "x");
        _values.SetByOthers("m.draft-2", "x");

        _baskets.Seen[1] = 1;

        Assert.Equal(["m.seen-1-times"], _values.Keys);
    }
}
