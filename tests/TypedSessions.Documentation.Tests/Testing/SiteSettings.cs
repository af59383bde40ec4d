using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>The settings with which a test runs a pasted program. Default: those of <c>dotnet run</c>.</summary>
internal sealed class SiteSettings
{
    private readonly string _folder = Directory.CreateDirectory(Path.GetRandomFileName()).FullName;

    public string Environment { get; init; } = "Development";

    /// <summary>Arguments of the program, beside those that every program gets.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>The clock of the application, if a test moves it.</summary>
    public ManualClock? Clock { get; init; }

    /// <summary>Statements of the test itself, pasted after the blocks: endpoints that show what a block did.</summary>
    public string Probe { get; init; } = "";

    public CapturedLog Log { get; } = new();

    /// <summary>The path of a file in the folder of the program.</summary>
    public string GetPath(string file) => Path.Combine(_folder, file);

    public string[] GetArguments() =>
    [
        "--urls", "http://127.0.0.1:0",
        "--environment", Environment,
        "--applicationName", "MyShop",
        "--contentRoot", _folder,
        "--hostBuilder:reloadConfigOnChange", "false",
        .. Arguments,
    ];
}
