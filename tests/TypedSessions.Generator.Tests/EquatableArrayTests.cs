using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Tests;

public class EquatableArrayTests
{
    [Fact]
    public void Arrays_with_equal_items_are_equal()
    {
        var left = new EquatableArray<string>(["a", "b"]);
        var right = new EquatableArray<string>(["a", "b"]);

        Assert.True(left.Equals((object)right));
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b", "a")]
    [InlineData("a", "b", "c")]
    public void Arrays_with_other_items_are_not(params string[] other)
        => Assert.False(new EquatableArray<string>(["a", "b"]).Equals(new EquatableArray<string>([.. other])));

    [Fact]
    public void A_missing_array_is_empty() => Assert.True(default(EquatableArray<string>).Equals(new EquatableArray<string>([])));
}
