namespace Migration.Own.Wizards;

/// <summary>Stores each step in the session under a separate key.</summary>
public sealed class SessionWizardStateManager(IHttpContextAccessor contextAccessor) : IWizardStateManager
{
    private const string Prefix = "Wizard.";
    private const string CurrentKey = Prefix + "Current";

    public WizardStep Current
    {
        get => (WizardStep)(Session.GetInt32(CurrentKey) ?? 0);
        set => Session.SetInt32(CurrentKey, (int)value);
    }

    private ISession Session => contextAccessor.HttpContext?.Session ?? throw new InvalidOperationException("There is no session.");

    public bool Has(WizardStep step) => Session.Keys.Contains(GetKey(step));

    public T? Get<T>(WizardStep step)
        where T : class
        => Session.Get<T>(GetKey(step));

    public void Set<T>(WizardStep step, T model)
        where T : class
        => Session.Set(GetKey(step), model);

    public void Clear()
    {
        foreach (var key in Session.Keys.Where(k => k.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            Session.Remove(key);
        }
    }

    private static string GetKey(WizardStep step) => Prefix + step;
}
