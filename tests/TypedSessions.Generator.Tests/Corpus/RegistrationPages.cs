// A form of three Razor Pages whose answers are in the session until the last step.
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.RazorPages;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorPages();
builder.Services.AddTypedSessions().UseMemory().AddModel<Registration>();
var app = builder.Build();
app.UseTypedSessions();
app.MapRazorPages();
app.Run();

public enum Step
{
    Person,
    Address,
    Confirm,
}

public record Address(string Street, string City);

[SessionModel]
public partial class Registration
{
    [SessionProperty] public partial Step Step { get; set; }
    [SessionProperty] public partial string? FirstName { get; set; }
    [SessionProperty] public partial DateOnly? Born { get; set; }
    [SessionProperty] public partial Address? Address { get; set; }
    [SessionProperty] public partial Guid DraftId { get; set; }

    public bool IsComplete => FirstName is not null && Address is not null;

    public void Reset()
    {
        Remove(nameof(FirstName));
        Address = null;
        Born = null;
        Step = Step.Person;
        DraftId = Guid.NewGuid();
    }
}

public class PersonModel(Registration registration) : PageModel
{
    [BindProperty, Required] public string? FirstName { get; set; }

    [BindProperty] public DateOnly? Born { get; set; }

    public void OnGet() => (FirstName, Born) = (registration.FirstName, registration.Born);

    public IActionResult OnPost()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        registration.FirstName = FirstName;
        registration.Born = Born;
        registration.Step = Step.Address;
        return RedirectToPage("Address");
    }
}

public class AddressModel(Registration registration, ILogger<AddressModel> logger) : PageModel
{
    [BindProperty] public string Street { get; set; } = "";

    [BindProperty] public string City { get; set; } = "";

    public IActionResult OnGet()
    {
        if (registration.Step < Step.Address)
        {
            return RedirectToPage("Person");
        }

        (Street, City) = registration.Address is { } address ? (address.Street, address.City) : ("", "");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Task.Delay(1);
        logger.LogInformation("Moving to {City}", City);
        registration.Address = new(Street, City);
        registration.Step = Step.Confirm;
        return RedirectToPage("Confirm");
    }
}

public class ConfirmModel(Registration registration, ILogger<ConfirmModel> logger) : PageModel
{
    public IActionResult OnGet() => registration.IsComplete ? Page() : RedirectToPage("Person");

    public IActionResult OnPost()
    {
        var (id, name) = (registration.DraftId, registration.FirstName);
        _ = Task.Run(async () =>
        {
            await Task.Delay(10);
            logger.LogInformation("Registered {Id} {Name}", id, name);
        });
        registration.Reset();
        return RedirectToPage("Person");
    }

    public IActionResult OnPostCancel()
    {
        registration.Clear();
        return RedirectToPage("Person");
    }
}
