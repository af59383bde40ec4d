namespace Migration.Own.Helpers;

/// <summary>Methods that sessions have in Web Forms.</summary>
public static class WebFormsSession
{
    public static void RemoveAll(this ISession session)
    {
        foreach (var key in session.Keys)
        {
            session.Remove(key);
        }
    }

    public static void Abandon(this ISession session) => session.Clear();
}
