using Microsoft.AspNetCore.DataProtection;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>
/// Data Protection without protection: it accepts any content, like that of a newer or faulty version of the application with the same
/// keys.
/// </summary>
internal sealed class NoProtection : IDataProtectionProvider, IDataProtector
{
    public IDataProtector CreateProtector(string purpose) => this;

    public byte[] Protect(byte[] plaintext) => plaintext;

    public byte[] Unprotect(byte[] protectedData) => protectedData;
}
