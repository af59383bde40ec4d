using Microsoft.Extensions.Options;

namespace TypedSessions.Storage;

/// <summary>Validates each option by itself.</summary>
[OptionsValidator]
internal sealed partial class SessionSignInOptionsValidator : IValidateOptions<SessionSignInOptions>;
