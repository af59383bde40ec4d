namespace Migration.Own.Wizards;

public enum WizardStep
{
    Contact,
    Address,
    Plan,
    Summary,
}
