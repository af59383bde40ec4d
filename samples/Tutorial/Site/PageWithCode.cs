using Microsoft.AspNetCore.Components;

namespace Tutorial;

/// <summary>A page that shows its code.</summary>
public abstract class PageWithCode : ComponentBase
{
    /// <summary>Gets or sets the handler and the models that it uses.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Listing> Listings { get; set; } = [];
}
