using Microsoft.AspNetCore.Mvc;

namespace Migration.Own.Wizards;

[Route("registration")]
public sealed class RegistrationController(IWizardManager wizard) : Controller
{
    [HttpGet("")]
    public IActionResult Index() => ShowCurrent();

    [HttpGet("{step}")]
    public IActionResult Show(string step)
    {
        if (!Enum.TryParse<WizardStep>(step, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted))
        {
            return NotFound();
        }

        return wizard.IsReachable(wanted) ? Content($"{wanted}: {Describe(wanted)}") : ShowCurrent();
    }

    [HttpPost("contact")]
    public IActionResult Contact(ContactStep model) => Complete(WizardStep.Contact, model);

    [HttpPost("address")]
    public IActionResult Address(AddressStep model) => Complete(WizardStep.Address, model);

    [HttpPost("plan")]
    public IActionResult Plan(PlanStep model) => Complete(WizardStep.Plan, model);

    [HttpPost("back")]
    public IActionResult Back()
    {
        wizard.GoBack();
        return ShowCurrent();
    }

    [HttpPost("finish")]
    public IActionResult Finish() => wizard.TryFinish(out var confirmation) ? Content(confirmation) : ShowCurrent();

    [HttpPost("abort")]
    public IActionResult Abort()
    {
        wizard.Abort();
        return ShowCurrent();
    }

    private IActionResult Complete<T>(WizardStep step, T model)
        where T : class
    {
        if (!ModelState.IsValid)
        {
            return BadRequest(string.Join(' ', ModelState.Where(e => e.Value!.Errors.Count > 0).Select(e => e.Key).Order()));
        }

        if (!wizard.IsReachable(step))
        {
            return ShowCurrent();
        }

        wizard.Complete(step, model);
        return ShowCurrent();
    }

    private RedirectToActionResult ShowCurrent() => RedirectToAction(nameof(Show), new { step = wizard.Current });

    private string Describe(WizardStep step) => step switch
    {
        WizardStep.Contact => wizard.Load<ContactStep>(step) is { } contact ? $"{contact.Name} <{contact.Email}>" : "empty",
        WizardStep.Address => wizard.Load<AddressStep>(step) is { } address ? $"{address.City}" : "empty",
        WizardStep.Plan => wizard.Load<PlanStep>(step) is { } plan ? $"{plan.Plan} {plan.Seats} {plan.Newsletter}" : "empty",
        _ => string.Join(", ", Describe(WizardStep.Contact), Describe(WizardStep.Address), Describe(WizardStep.Plan)),
    };
}
