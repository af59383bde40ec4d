namespace Migration.Own;

/// <summary>A name that applications give to their own class, too.</summary>
public interface ISessionManager
{
    List<int> Lines { get; set; }
}

/// <summary>Keeps a list in the session by the application's own helper.</summary>
public sealed class SessionManager(IHttpContextAccessor contexts) : ISessionManager
{
    public List<int> Lines
    {
        get => Session.Get<List<int>>("lines") ?? [];
        set => Session.Set("lines", value);
    }

    private ISession Session => contexts.HttpContext!.Session;
}
