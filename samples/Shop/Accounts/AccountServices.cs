using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TypedSessions;

namespace Shop.Accounts;

/// <summary>Adds ASP.NET Core Identity, and connects it with the sessions.</summary>
internal static class AccountServices
{
    private const int MaxDevices = 3;

    /// <summary>Adds the services. The login is in the session, so it ends with the session.</summary>
    public static void Add(WebApplicationBuilder builder, TypedSessionsBuilder sessions)
    {
        var devices = DeviceList.Create(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton(devices);
        services.AddDbContext<AccountsContext>(options => options.UseSqlite(builder.Configuration.GetConnectionString("Accounts")));
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(cookies =>
            cookies.ApplicationCookie!.Configure(options => options.LoginPath = "/login"));
        var identity = services.AddIdentityCore<IdentityUser>(SetRules)
            .AddSignInManager()
            .AddEntityFrameworkStores<AccountsContext>();

        sessions.KeepTicketsInSession(IdentityConstants.ApplicationScheme);
        if (devices.IsAvailable)
        {
            identity.EndOthersOnSecurityStampChange();
            services.Configure<TypedSessionsOptions>(options => options.SignIn.MaxSessionsPerOwner = MaxDevices);
        }
    }

    // A long password protects better than one with several kinds of characters.
    private static void SetRules(IdentityOptions options)
    {
        options.User.RequireUniqueEmail = true;
        options.Password = new PasswordOptions
        {
            RequiredLength = 8,
            RequireDigit = false,
            RequireLowercase = false,
            RequireUppercase = false,
            RequireNonAlphanumeric = false,
        };
    }
}
