namespace TypedSessions.Hosting;

/// <summary>One setting of the configuration.</summary>
/// <param name="Expected">What a value has to be, to follow "It has to be".</param>
/// <param name="TryApply">Sets the option that a text stands for; <see langword="false"/> when it stands for none.</param>
internal sealed record OptionSetting(string Expected, Func<TypedSessionsOptions, string, bool> TryApply);
