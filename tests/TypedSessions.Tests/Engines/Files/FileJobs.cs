using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Files;

/// <summary>Jobs that tests of files run in other processes. Each job prints a line after each commit.</summary>
internal static class FileJobs
{
    public const string Add = "files-add";
    public const string Grow = "files-grow";
    public const string Open = "files-open";

    /// <summary>Adds values to a session. Arguments: folder, key, prefix, count.</summary>
    public static async Task<int> AddAsync(string[] args)
    {
        var engine = OpenFolder(args[0]);
        SessionKey.TryParse(args[1], out var key);
        var record = (await engine.LoadAsync(key, CancellationToken.None))!;
        for (var i = 0; i < int.Parse(args[3]); i++)
        {
            var result = await engine.UpdateAsync(key, record, Setting(Set($"{args[2]}{i:000}", "1"), record), CancellationToken.None);
            Console.WriteLine(result.Record!.Version);
        }

        return 0;
    }

    /// <summary>Makes a session larger until the commit fails. Arguments: folder, key.</summary>
    public static async Task<int> GrowAsync(string[] args)
    {
        var engine = OpenFolder(args[0]);
        SessionKey.TryParse(args[1], out var key);
        var record = (await engine.LoadAsync(key, CancellationToken.None))!;
        try
        {
            for (var i = 1; i < 1000; i++)
            {
                await engine.UpdateAsync(key, record, Setting(Set("big", new string('x', i * 1000)), record), CancellationToken.None);
                Console.WriteLine(i * 1000);
            }
        }
        catch (SessionEngineException error)
        {
            Console.WriteLine(error.Message);
        }

        return 0;
    }

    /// <summary>Opens an engine on the given folder and prints the error.</summary>
    public static Task<int> OpenAsync(string[] args)
    {
        try
        {
            OpenFolder(args[0]);
            return Task.FromResult(0);
        }
        catch (SessionEngineException error)
        {
            Console.WriteLine(error.Message);
            return Task.FromResult(1);
        }
    }

    private static FileSessionEngine OpenFolder(string path) => new(new FileEngineOptions { Path = path }, new ManualClock());

    private static SessionChanges Setting(SessionValueChange change, SessionRecord record)
        => new() { Values = new[] { change }, ExpiresAt = record.ExpiresAt };
}
