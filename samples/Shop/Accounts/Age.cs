namespace Shop.Accounts;

/// <summary>How long ago a device was seen.</summary>
internal static class Age
{
    // Sessions store it every 10 minutes at most.
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(10);

    public static string Format(TimeSpan age) => age switch
    {
        _ when age <= Precision => "just now",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} minutes ago",
        { TotalDays: < 1 } => $"{(int)age.TotalHours} h ago",
        _ => $"{(int)age.TotalDays} d ago",
    };
}
