[assembly: AssemblyFixture(typeof(TypedSessions.EndToEnd.Tests.TutorialSite))]

namespace TypedSessions.EndToEnd.Tests;

/// <summary>The tutorial. Tests share one instance; some start their own.</summary>
public sealed class TutorialSite() : SampleSite("Tutorial")
{
    /// <summary>The bytes of the database file, its write-ahead log and its index.</summary>
    public byte[] ReadDatabase()
    {
        using var bytes = new MemoryStream();
        foreach (var file in Folder.GetFiles("sessions.db*"))
        {
            using var stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.CopyTo(bytes);
        }

        return bytes.ToArray();
    }
}
