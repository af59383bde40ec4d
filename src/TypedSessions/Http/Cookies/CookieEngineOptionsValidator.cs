using Microsoft.Extensions.Options;

namespace TypedSessions.Http.Cookies;

/// <summary>Validates each option.</summary>
[OptionsValidator]
internal sealed partial class CookieEngineOptionsValidator : IValidateOptions<CookieEngineOptions>;
