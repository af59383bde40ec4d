// Middleware while it is typed, and expressions that lead nowhere.
public class Counter(RequestDelegate next
{
    public async Task InvokeAsync(HttpContext context, Cart
    {
        await context.Response.WriteAsync(
        context.Session["count"] = context.Session["count"] + 1;
        var x = context.Session?.;
        var y = context.Session![0..;
        _ = Task.Run(() => context.Session.SetInt32("a", 1)
        await Task.WhenAll(context.Session.LoadAsync(), context.
        Parallel.ForEach(, item => context.Session.Remove(item));
        using (var z = )
        lock (context.Session) {
            goto
        return
        yield
