using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Shop.Pages;

/// <summary>
/// The page for responses without a body. It is also run for rejected form posts, so it must accept posts without antiforgery tokens.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class StatusModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Code { get; set; }

    public string Title => Code switch
    {
        404 => "There is no such page",
        400 => "This form cannot be accepted",
        >= 500 => "Something broke",
        _ => ReasonPhrases.GetReasonPhrase(Code),
    };

    public string Advice => Code switch
    {
        400 => "It was not sent from a page of this site, or that page is too old. Open the form again and send it once more.",
        >= 500 => "Nothing of this request was stored in your session.",
        _ => "The catalogue links to all pages.",
    };
}
