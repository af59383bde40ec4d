namespace Migration.Own.Wizards;

/// <summary>Stores the completed steps.</summary>
public interface IWizardStateManager
{
    WizardStep Current { get; set; }

    bool Has(WizardStep step);

    T? Get<T>(WizardStep step)
        where T : class;

    void Set<T>(WizardStep step, T model)
        where T : class;

    void Clear();
}
