// Tests of an application, in the style of xunit.
using System.Text;

namespace Shop.Tests;

[SessionModel]
public partial class ShopState
{
    [SessionProperty] public partial string? UserName { get; set; }
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
}

public class FactAttribute : Attribute;

public class ShopStateTests
{
    [Fact]
    public void Starts_empty()
    {
        var state = new ShopState();
        Check(state.Visits == 0 && state.UserName is null);
    }

    [Fact]
    public void Login_sets_the_name()
    {
        var state = new ShopState { UserName = "ada" };
        state.Visits++;
        Check(state.IsModified);
    }

    [Fact]
    public void Logout_clears()
    {
        var state = new ShopState { UserName = "ada" };
        state.Clear();
        Check(state.UserName is null);
    }

    [Fact]
    public async Task The_job_saves()
    {
        using var services = new ServiceCollection().AddLogging().AddTypedSessions()
            .UseMemory().AddModel<ShopState>().Services.BuildServiceProvider();
        var sessions = services.GetRequiredService<ISessionManager>();
        await using var opened = sessions.Create();
        opened.As<ShopState>().Visits = 3;
        await opened.SaveAsync();
        Check(await sessions.CountAsync() == 1);

        await using var notSaved = sessions.Create();
        {|TSES047:notSaved.As<ShopState>().Visits = 4|};
        Check(await sessions.CountAsync() == 1);
    }

    [Fact]
    public void Raw_and_typed_agree()
    {
        var context = new DefaultHttpContext();
        var session = context.Session;
        session.Set({|TSES060:"Visits"|}, Encoding.UTF8.GetBytes("xxxx"));
        Check(session.TryGetValue({|TSES060:"Visits"|}, out _));
    }

    private static void Check(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException();
        }
    }
}
