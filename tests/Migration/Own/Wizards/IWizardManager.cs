namespace Migration.Own.Wizards;

/// <summary>The order of the steps.</summary>
public interface IWizardManager
{
    WizardStep Current { get; }

    bool IsReachable(WizardStep step);

    T? Load<T>(WizardStep step)
        where T : class;

    void Complete<T>(WizardStep step, T model)
        where T : class;

    void GoBack();

    bool TryFinish(out string confirmation);

    void Abort();
}
