using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TypedSessions.Hosting;

/// <summary>The options as a section of the configuration has them. What is wrong with it stops the application at start.</summary>
internal sealed class ConfiguredOptions(IConfigurationSection section) : IConfigureOptions<TypedSessionsOptions>, IValidateOptions<TypedSessionsOptions>
{
    // What an application chooses its engine by: read by its own code.
    private static readonly string[] LeftToTheApplication = ["Engine", "Engines", "ConnectionString"];

    private readonly string _path = section.Path + ":";

    /// <inheritdoc/>
    public void Configure(TypedSessionsOptions options) => _ = Read(options).Count;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TypedSessionsOptions options)
    {
        var problems = Read(new TypedSessionsOptions());
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private List<string> Read(TypedSessionsOptions options)
    {
        var problems = new List<string>();
        foreach (var (name, value) in Leaves())
        {
            if (!OptionSettings.All.TryGetValue(name, out var setting))
            {
                problems.Add(
                    $"TypedSessions: there is no setting '{_path}{name}'. There are: {string.Join(", ", OptionSettings.All.Keys)}.");
            }
            else if (!setting.TryApply(options, value.Trim()))
            {
                problems.Add($"TypedSessions: the setting '{_path}{name}' is '{value}'. It has to be {setting.Expected}.");
            }
        }

        return problems;
    }

    private IEnumerable<(string Name, string Value)> Leaves()
        => from pair in section.AsEnumerable(makePathsRelative: true)
           where pair.Value is not null && pair.Key.Length > 0 && !IsLeft(pair.Key)
           orderby pair.Key
           select (pair.Key, pair.Value);

    private static bool IsLeft(string name) => LeftToTheApplication.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase);
}
