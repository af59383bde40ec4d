// Page models in a wizard: sync access in async, missing await.
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Insurance.Pages;

public abstract class WizardPage : PageModel
{
    protected const string StepKey = "wizard.step";
    protected const string DataKey = "wizard.data";

    protected int Step
    {
        get => HttpContext.Session.GetInt32(StepKey) ?? 1;
        set => HttpContext.Session.SetInt32(StepKey, value);
    }

    protected IActionResult Next()
    {
        Step++;
        return RedirectToPage($"Step{Step}");
    }
}

public class Step1Model : WizardPage
{
    [BindProperty] public string? Name { get; set; }

    public void OnGet() => Name = HttpContext.Session.GetString(DataKey);

    public IActionResult OnPost()
    {
        HttpContext.Session.SetString(DataKey, Name ?? "");
        return Next();
    }
}

public class Step2Model : WizardPage
{
    public async Task<IActionResult> OnPostAsync()
    {
        HttpContext.Session.SetString(DataKey, "2");
        {|TSES048:HttpContext.Session.CommitAsync()|};
        await Task.Yield();
        return Next();
    }

    public async Task OnGetAsync()
    {
        await HttpContext.Session.LoadAsync();
        ViewData["step"] = Step;
    }
}
