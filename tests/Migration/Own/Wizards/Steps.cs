using System.ComponentModel.DataAnnotations;

namespace Migration.Own.Wizards;

public sealed class ContactStep
{
    [Required]
    public string? Name { get; set; }

    [Required, EmailAddress]
    public string? Email { get; set; }
}

public sealed class AddressStep
{
    [Required]
    public string? City { get; set; }
}

public sealed class PlanStep
{
    [Required]
    public string? Plan { get; set; }

    [Range(1, 100)]
    public int Seats { get; set; }

    public bool Newsletter { get; set; }
}
