using Microsoft.AspNetCore.DataProtection;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>
/// Data Protection that protects nothing: every content unprotects, as if it came from a
/// newer or broken version of the application with the same keys.
/// </summary>
internal sealed class NoProtection : IDataProtectionProvider, IDataProtector
{
    public IDataProtector CreateProtector(string purpose) => this;

    public byte[] Protect(byte[] plaintext) => plaintext;

    public byte[] Unprotect(byte[] protectedData) => protectedData;
}
