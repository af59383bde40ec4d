namespace Migration.Own.Statics;

/// <summary>Business code that is given no HttpContext.</summary>
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
