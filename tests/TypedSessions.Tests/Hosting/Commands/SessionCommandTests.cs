using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TypedSessions.Engines.Memory;

namespace TypedSessions.Tests.Hosting.Commands;

/// <summary>The detection of session commands in the arguments of an application.</summary>
public sealed class SessionCommandTests
{
    [Theory]
    [InlineData("clearsession")]
    [InlineData("clear-sessions")]
    [InlineData("ClearSessions")]
    [InlineData("clearsesions")]
    [InlineData("clearsessionss")]
    public async Task A_misspelled_command_does_not_start_the_application(string command)
    {
        using var host = Build();

        Assert.Equal(2, await host.RunSessionCommandAsync([command], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("clear")]
    [InlineData("session")]
    [InlineData("migrate")]
    [InlineData("--urls=http://localhost:5000")]
    [InlineData("")]
    public async Task Any_other_argument_is_left_to_the_application(string argument)
    {
        using var host = Build();

        Assert.Null(await host.RunSessionCommandAsync([argument, "clearsessions"], TestContext.Current.CancellationToken));
        Assert.Null(await host.RunSessionCommandAsync([], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_command_sessions_does_not_start_the_application_whatever_follows()
    {
        using var host = Build();

        Assert.Equal(2, await host.RunSessionCommandAsync(["sessions"], TestContext.Current.CancellationToken));
        Assert.Equal(2, await host.RunSessionCommandAsync(["sessions", "lists"], TestContext.Current.CancellationToken));
    }

    private static IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TypedSessions.Storage.ISessionEngine>(new MemorySessionEngine(TimeProvider.System));
        return builder.Build();
    }
}
