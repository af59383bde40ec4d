namespace Migration.Own.Logins;

public static class SessionKeys
{
    public const string UserId = "UserId";
    public const string UserName = "UserName";
    public const string LoginAttempts = "LoginAttempts";
}
