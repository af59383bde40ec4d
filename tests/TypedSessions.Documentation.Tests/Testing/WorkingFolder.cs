using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

[assembly: AssemblyFixture(typeof(WorkingFolder))]

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>The current folder of the programs, with their databases and files. It is deleted after the tests.</summary>
public sealed class WorkingFolder : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _before = Environment.CurrentDirectory;

    public WorkingFolder()
    {
        Environment.CurrentDirectory = _folder.GetPath("");

        // WebApplicationFactory reads the content root of an application without a project from this variable.
        Environment.SetEnvironmentVariable("ASPNETCORE_TEST_CONTENTROOT_MYSHOP", Environment.CurrentDirectory);
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Dispose();
    }
}
