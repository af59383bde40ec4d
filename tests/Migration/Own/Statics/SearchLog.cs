namespace Migration.Own.Statics;

/// <summary>Business code without access to an HttpContext.</summary>
public static class SearchLog
{
    public static async Task AddAsync(string words)
    {
        await Task.Yield();
        var searches = AppSession.Searches;
        searches.Add(words);
        AppSession.Searches = searches;
    }
}
