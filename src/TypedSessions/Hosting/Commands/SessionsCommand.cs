namespace TypedSessions.Hosting.Commands;

/// <summary>The command <c>sessions</c>, which lists, shows, counts and ends sessions. It never shows values.</summary>
internal sealed class SessionsCommand(Func<ISessionManager> getManager, TextWriter output, TextWriter errors)
{
    public const string Name = "sessions";

    private const string Usage = """
        Lists, shows, counts and ends sessions.

          sessions list  [--owner USER] [--limit N] [--json]
          sessions show  KEY [--json]
          sessions count [--owner USER] [--json]
          sessions end   KEY [--owner USER] [--json]
          sessions end   --owner USER [--json]

          KEY            the key of a session, as the list and the log show it
          --owner USER   only the sessions of a user
          --limit N      how many sessions to list at most (default 50)
          --json         JSON instead of text: one object on each line
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments that follow the command's name.</param>
    /// <param name="cancellationToken">A token to stop.</param>
    /// <returns>
    /// The exit code: 0 on success, 1 if there is no such session, the engine failed or the command was canceled, 2 for invalid arguments.
    /// </returns>
    public Task<int> RunAsync(ReadOnlyMemory<string> arguments, CancellationToken cancellationToken)
    {
        var parsed = SessionsArguments.Parse(arguments.Span);
        var printer = parsed.IsJson ? (ISessionPrinter)new JsonSessionPrinter(output) : new TextSessionPrinter(output);
        return new CommandRun(Usage, output, errors).RunAsync(parsed.Error, parsed.IsHelp, () => parsed.Verb switch
        {
            "list" => ListAsync(parsed, printer, cancellationToken),
            "show" => ShowAsync(parsed.Key!.Value, printer, cancellationToken),
            "count" => CountAsync(parsed.Owner, printer, cancellationToken),
            _ => EndAsync(parsed, printer, cancellationToken),
        });
    }

    private async Task<int> ListAsync(SessionsArguments parsed, ISessionPrinter printer, CancellationToken cancellationToken)
    {
        var isCut = false;
        var count = 0;
        await foreach (var session in Find(parsed.Owner, cancellationToken))
        {
            if (count == parsed.Limit)
            {
                isCut = true;
                break;
            }

            printer.PrintRow(session);
            count++;
        }

        printer.PrintEnd(count, isCut);
        return 0;
    }

    private async Task<int> ShowAsync(SessionKey key, ISessionPrinter printer, CancellationToken cancellationToken)
    {
        if (await getManager().FindAsync(key, cancellationToken) is not { } record)
        {
            return await ReportMissingAsync();
        }

        printer.PrintDetails(new SessionRecordEntry(key, record));
        return 0;
    }

    private async Task<int> CountAsync(string? owner, ISessionPrinter printer, CancellationToken cancellationToken)
    {
        printer.PrintCount(owner is null
            ? await getManager().CountAsync(cancellationToken)
            : await getManager().FindByOwnerAsync(owner, cancellationToken).LongCountAsync(cancellationToken));
        return 0;
    }

    private async Task<int> EndAsync(SessionsArguments parsed, ISessionPrinter printer, CancellationToken cancellationToken)
    {
        var manager = getManager();
        if (parsed.Key is not { } key)
        {
            printer.PrintEnded(await manager.RemoveByOwnerAsync(parsed.Owner!, cancellationToken));
            return 0;
        }

        var isEnded = parsed.Owner is { } owner
            ? await manager.RemoveAsync(owner, key, cancellationToken)
            : await manager.RemoveAsync(key, cancellationToken);
        if (!isEnded)
        {
            return await ReportMissingAsync();
        }

        printer.PrintEnded(1);
        return 0;
    }

    private IAsyncEnumerable<SessionRecordEntry> Find(string? owner, CancellationToken cancellationToken)
        => owner is null ? getManager().ListAsync(cancellationToken) : getManager().FindByOwnerAsync(owner, cancellationToken);

    private async Task<int> ReportMissingAsync()
    {
        await errors.WriteLineAsync("There is no such session.");
        return 1;
    }
}
