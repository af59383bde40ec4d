// Parallel loads.
namespace Dashboard;

[SessionModel]
public partial class DashboardSession
{
    [SessionProperty] public partial string? Theme { get; set; }
    [SessionProperty] public partial Dictionary<string, int> Badges { get; set; }
    [SessionProperty] public partial int Sales { get; set; }
    [SessionProperty] public partial int Tickets { get; set; }
}

public interface IStatistics
{
    Task<int> SalesAsync(CancellationToken ct);
    Task<int> TicketsAsync(CancellationToken ct);
}

public class DashboardService(IStatistics statistics, DashboardSession session)
{
    public async Task RefreshWrong(CancellationToken ct)
    {
        await Task.WhenAll(LoadSales(ct), LoadTickets(ct));
    }

    public async Task RefreshInline(CancellationToken ct)
    {
        var sales = Task.Run(async () => {|TSES044:session.Sales = await statistics.SalesAsync(ct)|});
        var tickets = Task.Run(async () => session.Tickets = await statistics.TicketsAsync(ct));
        await Task.WhenAll(sales, tickets);
    }

    public async Task Refresh(CancellationToken ct)
    {
        var sales = statistics.SalesAsync(ct);
        var tickets = statistics.TicketsAsync(ct);
        await Task.WhenAll(sales, tickets);
        session.Sales = await sales;
        session.Tickets = await tickets;
        session.Badges["sales"] = session.Sales;
    }

    public async Task RefreshEach(string[] names, CancellationToken ct)
    {
        var theme = session.Theme;
        await Parallel.ForEachAsync(names, ct, async (name, token) => Console.WriteLine(theme + name + await statistics.SalesAsync(token)));
    }

    private async Task LoadSales(CancellationToken ct) => {|TSES044:session.Sales = await statistics.SalesAsync(ct)|};

    private async Task LoadTickets(CancellationToken ct) => session.Tickets = await statistics.TicketsAsync(ct);
}
