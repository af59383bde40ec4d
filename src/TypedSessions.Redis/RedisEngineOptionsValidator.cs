using Microsoft.Extensions.Options;

namespace TypedSessions.Redis;

/// <summary>Validates each option.</summary>
[OptionsValidator]
internal sealed partial class RedisEngineOptionsValidator : IValidateOptions<RedisEngineOptions>;
