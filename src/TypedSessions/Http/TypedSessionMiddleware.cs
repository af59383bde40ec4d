namespace TypedSessions.Http;

/// <summary>Gives every request its session.</summary>
internal sealed class TypedSessionMiddleware(RequestDelegate next, SessionHttpServices services)
{
    /// <summary>Runs the rest of the pipeline with the session in place.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // It is in place already if an authentication came first, or if the pipeline runs again for an error page.
        var request = RequestSession.EnterMiddleware(context, services);
        return LoadAndRunAsync(context, request);
    }

    private Task LoadAndRunAsync(HttpContext context, RequestSession request)
    {
        if (request.Waits is { } limit)
        {
            return RunInTurnAsync(context, request, limit);
        }

        var loading = StartLoading(context, request);
        return loading.IsCompletedSuccessfully ? RunAsync(context, request) : RunAfterAsync(loading, context, request);
    }

    private static Task StartLoading(HttpContext context, RequestSession request)
    {
        if (request.IsRenewed)
        {
            return request.Session.RenewAsync(context.RequestAborted);
        }

        return request.Use.Loads ? request.Session.LoadAsync(context.RequestAborted) : Task.CompletedTask;
    }

    private async Task RunInTurnAsync(HttpContext context, RequestSession request, TimeSpan limit)
    {
        using var turn = await request.WaitForTurnAsync(limit);
        if (turn is null)
        {
            request.AnswerTooMany(limit);
            return;
        }

        request.HasTurn = true;
        try
        {
            await LoadAndRunAsync(context, request);
        }
        finally
        {
            request.HasTurn = false;
        }
    }

    private Task RunAsync(HttpContext context, RequestSession request)
    {
        request.IsPipelineOver = false;
        Task running;
        try
        {
            running = next(context);
        }
        catch (Exception exception)
        {
            request.LeaveBody();
            if (!request.Failure.IsAnswerable(exception))
            {
                throw;
            }

            return AnswerAsync(exception, request);
        }

        return running.IsCompletedSuccessfully ? EndAsync(request) : EndAfterAsync(running, request);
    }

    private static async Task AnswerAsync(Exception exception, RequestSession request)
    {
        // No body but the answer's own is coming.
        request.IsPipelineOver = true;
        await request.Failure.AnswerAsync(exception);
        await EndAsync(request);
    }

    private static Task EndAsync(RequestSession request)
    {
        request.IsPipelineOver = true;
        return request.CommitAfterPipelineAsync();
    }

    private static async Task EndAfterAsync(Task running, RequestSession request)
    {
        try
        {
            await running;
        }
        catch (Exception exception)
        {
            request.LeaveBody();
            if (!request.Failure.IsAnswerable(exception))
            {
                throw;
            }

            await AnswerAsync(exception, request);
            return;
        }

        await EndAsync(request);
    }

    private async Task RunAfterAsync(Task loading, HttpContext context, RequestSession request)
    {
        try
        {
            await loading;
        }
        catch (Exception exception) when (request.Failure.IsAnswerable(exception))
        {
            await AnswerAsync(exception, request);
            return;
        }

        await RunAsync(context, request);
    }
}
