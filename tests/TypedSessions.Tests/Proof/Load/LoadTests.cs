using System.Diagnostics;
using System.Globalization;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Load;

/// <summary>Days of mixed traffic do not increase a process's memory, handles and threads or the size of its store.</summary>
public sealed class LoadTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int ShortForm = 12_000;
    private const int Seed = 20260102;

    [Fact]
    public Task On_memory_nothing_grows() => AssertFlatAsync(LoadJob.Memory, "");

    [Fact]
    public Task With_cookies_nothing_grows() => AssertFlatAsync(LoadJob.Cookie, "");

    [Fact]
    public async Task On_sqlite_nothing_grows()
    {
        using var folder = new TempFolder();
        await AssertFlatAsync(EnginePlace.Sqlite, $"Data Source={folder.GetPath("load.db")}");
    }

    [Fact]
    public async Task On_files_nothing_grows()
    {
        using var folder = new TempFolder();
        await AssertFlatAsync(EnginePlace.Files, folder.GetPath("sessions"));
    }

    [Fact]
    public async Task On_postgres_nothing_grows()
    {
        await using var schema = await postgres.OpenAsync();

        // A small pool, which is full early in the run.
        await AssertFlatAsync(EnginePlace.Postgres, $"{schema.ConnectionString};Maximum Pool Size=4");
    }

    [Fact]
    public async Task Leaks_of_small_objects_handles_threads_and_records_are_detected()
    {
        var nights = await RunAsync(LoadJob.Memory, "", ShortForm, leaks: true);

        var growth = Flatness.Growth(nights);

        Assert.Equal(["memory", "handles", "threads", "stored"], growth.Select(problem => problem.Split(':')[0]));
    }

    private async Task AssertFlatAsync(string engine, string place)
    {
        var nights = await RunAsync(engine, place, LongForm.Load(unlessSet: ShortForm), leaks: false);
        Assert.Empty(Flatness.Growth(nights));
    }

    private async Task<IReadOnlyList<Night>> RunAsync(string engine, string place, int requests, bool leaks)
    {
        string[] job = [LoadJob.Name, engine, place, Number(requests), Number(Seed), leaks.ToString()];
        var start = new ProcessStartInfo(Child.Program, [Child.Switch, .. job]);

        // The array pool keeps arrays for each thread, so memory would otherwise grow with the number of threads.
        start.Environment["DOTNET_GCHighMemPercent"] = "1";
        var (exitCode, text, errors) = await Child.RunAsync(start, TestContext.Current.CancellationToken);
        var nights = text.Split('\n').Select(Night.Parse).OfType<Night>().ToArray();
        Assert.True(exitCode == 0 && nights.Length == LoadJob.Days, $"Ended with {exitCode}.\n{text}\n{errors}");

        var (early, late) = Flatness.Ends(nights);
        output.WriteLine($"{engine}: {string.Join('\n', nights)}\nfrom {early}\n  to {late}");
        return nights;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
