// One class over three files, generic models, and constants from elsewhere.
namespace Surveys;

[SessionModel(Prefix = Keys.Wizard)]
public sealed partial class WizardSession
{
    [SessionProperty(Key = Keys.Step)]
    public partial Step Step { get; private set; }

    [SessionProperty]
    internal partial Dictionary<string, string> Answers { get; set; }

    [SessionProperty(Default = "en")]
    public partial string Language { get; set; }

    [SessionProperty]
    public partial DateOnly? Started { get; protected internal set; }
}

internal static class Keys
{
    public const string Wizard = "wizard" + ".";
    public const string Step = nameof(Step);
}
