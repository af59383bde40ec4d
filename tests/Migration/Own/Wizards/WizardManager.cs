namespace Migration.Own.Wizards;

/// <summary>A registration of three steps and a summary.</summary>
public sealed class WizardManager(IWizardStateManager state) : IWizardManager
{
    public WizardStep Current => state.Current;

    public bool IsReachable(WizardStep step) => Enum.GetValues<WizardStep>().TakeWhile(s => s < step).All(state.Has);

    public T? Load<T>(WizardStep step)
        where T : class
        => state.Get<T>(step);

    public void Complete<T>(WizardStep step, T model)
        where T : class
    {
        state.Set(step, model);
        state.Current = step + 1;
    }

    public void GoBack()
    {
        if (state.Current > WizardStep.Contact)
        {
            state.Current--;
        }
    }

    public bool TryFinish(out string confirmation)
    {
        if (!IsReachable(WizardStep.Summary))
        {
            confirmation = string.Empty;
            return false;
        }

        var contact = state.Get<ContactStep>(WizardStep.Contact)!;
        var address = state.Get<AddressStep>(WizardStep.Address)!;
        var plan = state.Get<PlanStep>(WizardStep.Plan)!;
        confirmation = $"Welcome, {contact.Name} of {address.City}: {plan.Plan} for {plan.Seats}.";
        state.Clear();
        return true;
    }

    public void Abort() => state.Clear();
}
