namespace Shop.Accounts;

/// <summary>Formats the time since a device was last seen.</summary>
internal static class Age
{
    // Sessions update it at most every 10 minutes.
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(10);

    public static string Format(TimeSpan age) => age switch
    {
        _ when age <= Precision => "just now",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} minutes ago",
        { TotalDays: < 1 } => $"{(int)age.TotalHours} h ago",
        _ => $"{(int)age.TotalDays} d ago",
    };
}
