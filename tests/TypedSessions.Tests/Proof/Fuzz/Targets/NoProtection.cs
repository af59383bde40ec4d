using Microsoft.AspNetCore.DataProtection;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>
/// Seals that seal nothing: whatever is put inside opens, as if it came from a newer
/// or broken version of the application with the same keys.
/// </summary>
internal sealed class NoProtection : IDataProtectionProvider, IDataProtector
{
    public IDataProtector CreateProtector(string purpose) => this;

    public byte[] Protect(byte[] plaintext) => plaintext;

    public byte[] Unprotect(byte[] protectedData) => protectedData;
}
