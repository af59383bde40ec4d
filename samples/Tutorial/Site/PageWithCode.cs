using Microsoft.AspNetCore.Components;

namespace Tutorial;

/// <summary>A page with the code that it runs.</summary>
public abstract class PageWithCode : ComponentBase
{
    /// <summary>The handler, and the models that it names.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Listing> Listings { get; set; } = [];
}
