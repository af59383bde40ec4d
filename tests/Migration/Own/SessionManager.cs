namespace Migration.Own;

/// <summary>An interface with a name that applications often choose, and that the library has too.</summary>
public interface ISessionManager
{
    List<int> Lines { get; set; }
}

/// <summary>Stores a list in the session with the application's own helper.</summary>
public sealed class SessionManager(IHttpContextAccessor contexts) : ISessionManager
{
    public List<int> Lines
    {
        get => Session.Get<List<int>>("lines") ?? [];
        set => Session.Set("lines", value);
    }

    private ISession Session => contexts.HttpContext!.Session;
}
