using Microsoft.AspNetCore.Antiforgery;

namespace TypedSessions.Dashboard.Rendering;

/// <summary>The data of a page besides its content.</summary>
/// <param name="Title">The title.</param>
/// <param name="Page">The last segment of the page's address.</param>
/// <param name="Ended">How many sessions the operator has just ended; <see langword="null"/> for a page without that message.</param>
/// <param name="Tokens">The antiforgery token for forms.</param>
internal sealed record PageContext(string Title, string Page, int? Ended, AntiforgeryTokenSet? Tokens);
