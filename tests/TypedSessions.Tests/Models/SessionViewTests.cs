namespace TypedSessions.Tests.Models;

public class SessionViewTests
{
    private readonly CountingValues _values = new();
    private readonly Shop _shop;

    public SessionViewTests() => _shop = Shop.Over(_values);

    [Fact]
    public void An_absent_property_reads_as_its_default_and_stores_nothing()
    {
        Assert.Equal(5, _shop.Visits);
        Assert.Null(_shop.UserName);
        Assert.Null(_shop.Age);
        Assert.Empty(_shop.Lines);
        Assert.Null(_shop.Avatar);

        Assert.False(_shop.IsModified);
        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void A_value_is_looked_up_once()
    {
        _values.SetByOthers("UserName", "Bipasha");

        Assert.Equal("Bipasha", _shop.UserName);
        Assert.Same(_shop.UserName, _shop.UserName);

        Assert.Equal(1, _values.Reads);
    }

    [Fact]
    public void A_value_that_was_set_is_stored_and_returned_without_a_read()
    {
        _shop.Visits = 6;

        Assert.Equal(6, _shop.Visits);
        Assert.Equal("00000006", Convert.ToHexString(_values.Stored("visits")!));
        Assert.Equal(0, _values.Reads);
    }

    [Fact]
    public void Setting_the_default_stores_it()
    {
        Assert.Equal(5, _shop.Visits);

        _shop.Visits = 5;

        Assert.Equal(["visits"], _values.Writes);
        Assert.True(_shop.Contains(nameof(Shop.Visits)));
    }

    [Fact]
    public void Setting_an_equal_value_is_no_change()
    {
        _shop.Visits = 6;
        _shop.UserName = "a";
        _shop.Age = 7;
        _shop.Address = new("a", "b");
        _shop.Avatar = [1];
        _shop.Lines = [new() { Product = "hat" }];
        _values.Writes.Clear();

        _shop.Visits = 6;
        _shop.UserName = new string('a', 1);
        _shop.Age = 7;
        _shop.Address = new("a", "b");
        _shop.Avatar = [1];
        _shop.Lines = [new() { Product = "hat" }];

        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void Reading_a_scalar_again_costs_no_memory()
    {
        _shop.Visits = 6;
        _ = _shop.Visits;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var read = _shop.Visits;

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(6, read);
    }

    [Fact]
    public void Null_removes_the_key()
    {
        _shop.UserName = "a";
        _shop.Age = 7;

        _shop.UserName = null;
        _shop.Age = null;

        Assert.Null(_shop.UserName);
        Assert.Null(_shop.Age);
        Assert.Equal(["UserName", "Age", "-UserName", "-Age"], _values.Writes);
    }

    [Fact]
    public void Values_set_by_others_are_read()
    {
        Assert.Null(_shop.UserName);
        _values.SetByOthers("UserName", "a");
        Assert.Equal("a", _shop.UserName);
        _values.SetByOthers("UserName", "b");
        Assert.Equal("b", _shop.UserName);
        _values.RemoveByOthers("UserName");

        Assert.Null(_shop.UserName);
    }

    [Fact]
    public void Setting_a_value_compares_with_the_current_stored_value()
    {
        _shop.UserName = "a";
        _values.SetByOthers("UserName", "b");

        _shop.UserName = "a";

        Assert.Equal("a", _values.StoredText("UserName"));
    }

    [Fact]
    public void Setting_a_value_does_not_reset_the_other_values_of_the_view()
    {
        _ = _shop.UserName;
        var reads = _values.Reads;

        _shop.Visits = 6;
        _ = _shop.UserName;

        Assert.Equal(reads, _values.Reads);
    }

    [Fact]
    public void Unreadable_bytes_read_as_absent_and_are_reported_once()
    {
        _values.SetByOthers("visits", [1, 2, 3]);
        _values.SetByOthers("Lines", "{");

        Assert.Equal(5, _shop.Visits);
        Assert.Empty(_shop.Lines);
        _values.SetByOthers("other", "x");
        Assert.Equal(5, _shop.Visits);
        Assert.Empty(_shop.Lines);
        _shop.View.CaptureChanges();

        Assert.Equal(["visits", "Lines"], _values.Unreadable);
        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void Unreadable_bytes_are_replaced_by_a_set_value()
    {
        _values.SetByOthers("visits", [1, 2, 3]);
        _values.SetByOthers("Lines", "{");

        _shop.Visits = _shop.Visits;
        _shop.Lines = [new() { Product = "hat" }];
        _shop.View.CaptureChanges();

        Assert.Equal("00000005", Convert.ToHexString(_values.Stored("visits")!));
        Assert.Equal("""[{"Product":"hat","Count":0}]""", _values.StoredText("Lines"));
    }

    [Fact]
    public void A_refused_set_leaves_the_old_value()
    {
        _shop.UserName = "short";
        _values.Refusal = new InvalidOperationException("too large");

        Assert.Same(_values.Refusal, Assert.Throws<InvalidOperationException>(() => _shop.UserName = "long"));

        Assert.Equal("short", _shop.UserName);
    }

    [Fact]
    public void A_value_that_cannot_be_encoded_names_its_property()
    {
        var circle = new Profile();
        circle.Friend = circle;

        var exception = Assert.Throws<InvalidOperationException>(() => _shop.Profile = circle);

        Assert.StartsWith("The property 'Profile' of type Profile cannot be stored: ", exception.Message);
        Assert.NotNull(exception.InnerException);
        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void A_value_that_cannot_be_encoded_at_commit_names_its_property_too()
    {
        var profile = _shop.Profile;
        profile.Friend = profile;

        var exception = Assert.Throws<InvalidOperationException>(_shop.View.CaptureChanges);

        Assert.Contains("'Profile'", exception.Message);
    }

    [Fact]
    public void Clear_removes_the_keys_of_the_model_and_no_others()
    {
        _shop.UserName = "a";
        _shop.Lines.Add(new());
        _values.SetByOthers("other", "x");

        _shop.Clear();
        _shop.View.CaptureChanges();

        Assert.Equal(["other"], _values.Keys);
        Assert.Empty(_shop.Lines);
    }

    [Fact]
    public void Modified_properties_come_in_the_order_of_declaration()
    {
        _shop.UserName = "a";
        _values.Commit();
        Assert.False(_shop.IsModified);

        _shop.Lines.Add(new());
        _shop.Visits = 6;
        _shop.UserName = null;

        Assert.True(_shop.IsModified);
        Assert.Equal(["UserName", "Visits", "Lines"], _shop.ModifiedProperties);
    }

    [Fact]
    public void A_name_that_the_model_does_not_have_is_refused_with_those_that_it_has()
    {
        var exception = Assert.Throws<ArgumentException>(() => _shop.Contains("visits"));

        Assert.Contains("'visits'", exception.Message);
        Assert.Contains("UserName, Visits, Age, Lines, Address, Avatar, Profile", exception.Message);
        Assert.Throws<ArgumentException>(() => _shop.Remove("Nothing"));
    }

    [Fact]
    public void A_property_of_another_model_is_refused()
    {
        var stranger = new SessionProperty<string>(1, "Stranger", "visits", SessionCodec.String);
        _ = _shop.Visits;

        Assert.Throws<ArgumentException>(() => _shop.View.Get(stranger));
        Assert.Throws<ArgumentException>(() => _shop.View.Set(stranger, "x"));
    }

    [Fact]
    public void A_session_is_needed()
        => Assert.Throws<ArgumentNullException>(() => new SessionView(null!, Shop.Properties.All));
}
