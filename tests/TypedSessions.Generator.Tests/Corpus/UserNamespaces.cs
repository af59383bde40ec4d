// Names that are ours as well, in a program where they mean something else.
namespace Oven
{
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class SessionModelAttribute : Attribute;

    public interface ISession
    {
        void SetString(string key, string value);

        void SetTestCookie();

        bool TestCookieWorked();
    }

    [SessionModel]
    public class BakingSession(ISession session)
    {
        public ISession Session => session;

        public int Count { get; set; }

        public bool Bake()
        {
            session.SetTestCookie();
            return session.TestCookieWorked();
        }
    }

    public sealed class Context
    {
        public required ISession Session { get; init; }
    }

    public static class App
    {
        public static Context Use(this Context context, Func<Context, bool> bake)
            => bake(context) ? context : throw new InvalidOperationException();

        public static Context UseTypedSessions(this Context context) => context;

        public static Context UseSession(this Context context) => context;

        public static void Run(Context context)
            => context.Use(static it => new BakingSession(it.Session).Bake()).UseSession().UseTypedSessions();
    }
}
