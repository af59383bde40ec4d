using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>The settings of a pasted program. The defaults are those of <c>dotnet run</c>.</summary>
internal sealed class SiteSettings
{
    private readonly string _folder = Directory.CreateDirectory(Path.GetRandomFileName()).FullName;

    public string Environment { get; init; } = "Development";

    /// <summary>Additional arguments of the program.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>The clock of the application; the system clock if <see langword="null"/>.</summary>
    public ManualClock? Clock { get; init; }

    /// <summary>Statements of the test, pasted after the blocks: endpoints that show the effect of a block.</summary>
    public string Probe { get; init; } = "";

    public CapturedLog Log { get; } = new();

    /// <summary>Returns the path of a file in the folder of the program.</summary>
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
