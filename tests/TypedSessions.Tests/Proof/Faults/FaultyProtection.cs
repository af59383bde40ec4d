using Microsoft.AspNetCore.DataProtection;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>Data Protection whose keys may be unavailable.</summary>
internal sealed class FaultyProtection(IDataProtectionProvider inner, FaultPoints points) : IDataProtectionProvider
{
    public IDataProtector CreateProtector(string purpose) => new Protector(inner.CreateProtector(purpose), points);

    private sealed class Protector(IDataProtector inner, FaultPoints points) : IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => new Protector(inner.CreateProtector(purpose), points);

        public byte[] Protect(byte[] plaintext) => points.Pass("seal", () => inner.Protect(plaintext));

        public byte[] Unprotect(byte[] protectedData) => points.Pass("open", () => inner.Unprotect(protectedData));
    }
}
