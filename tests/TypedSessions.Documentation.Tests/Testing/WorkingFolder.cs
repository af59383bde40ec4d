using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

[assembly: AssemblyFixture(typeof(WorkingFolder))]

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>The folder in which the programs run, and in which their databases and files are made. It is removed after the tests.</summary>
public sealed class WorkingFolder : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _before = Environment.CurrentDirectory;

    public WorkingFolder()
    {
        Environment.CurrentDirectory = _folder.GetPath("");

        // Where WebApplicationFactory finds the files of an application that has no project.
        Environment.SetEnvironmentVariable("ASPNETCORE_TEST_CONTENTROOT_MYSHOP", Environment.CurrentDirectory);
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Dispose();
    }
}
