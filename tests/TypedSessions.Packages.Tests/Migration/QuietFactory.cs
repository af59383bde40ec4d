using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>The application in memory, without its log.</summary>
/// <typeparam name="TProgram">The program before or after the migration.</typeparam>
public sealed class QuietFactory<TProgram> : WebApplicationFactory<TProgram>
    where TProgram : class
{
    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseSetting("Logging:LogLevel:Default", "Critical");
}
