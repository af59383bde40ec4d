// Conditional compilation around declarations, set-up and use.
#define SESSIONS
#if DEBUG
#define VERBOSE
#endif

namespace Conditional;

#if SESSIONS
[SessionModel]
#endif
public partial class VisitorSession
{
#if SESSIONS
    [SessionProperty(Merge = SessionMerge.Sum)]
    public partial int Visits { get; set; }
#else
    public int Visits { get; set; }
#endif

#if NET48
    [SessionProperty] public int NotHere { get; set; }
#endif
}

public static class SetUp
{
    public static IServiceCollection AddVisitors(this IServiceCollection services)
    {
        services.AddTypedSessions(static options =>
        {
#if VERBOSE
            options.Cookie.SecurePolicy = CookieSecurePolicy.None;
#endif
            options.IdleTimeout = TimeSpan.FromMinutes(30);
        })
#if SESSIONS
            .UseMemory()
#else
            .UseCookie()
#endif
            .AddModel<VisitorSession>();
#if !SESSIONS
        services.AddSession();
#endif
        return services;
    }

    public static IApplicationBuilder UseVisitors(this IApplicationBuilder app)
#if SESSIONS
        => app.UseTypedSessions();
#else
        => app.UseSession();
#endif

#region An unused region
#pragma warning disable CS0162
    public static void Count(VisitorSession visitor)
    {
        const bool counts = true;
        if (!counts)
        {
            visitor.Visits = 0;
        }

        visitor.Visits++;
    }
#pragma warning restore CS0162
#endregion
}
