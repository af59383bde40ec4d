// Dependency injection mistakes.
namespace CarParts;

[SessionModel]
public partial class CartSession
{
    [SessionProperty] public partial List<int> Parts { get; set; }
}

public interface ICart
{
    void Add(int part);
}

public class Cart(CartSession session) : ICart
{
    public void Add(int part) => session.Parts.Add(part);
}

public class PriceList(IHttpContextAccessor accessor)
{
    public decimal Discount => accessor.HttpContext?.Session.GetInt32("discount") ?? 0;
}

public class Startup
{
    public void ConfigureServices(IServiceCollection services)
    {
        services.AddControllers();
        services.AddHttpContextAccessor();
        services.AddTypedSessions().UseMemory().AddModel<CartSession>();
        services.{|TSES043:AddSingleton<ICart, Cart>|}();
        services.AddSingleton<PriceList>();
    }

    public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
    {
        if (env.IsDevelopment())
        {
            app.UseDeveloperExceptionPage();
        }

        app.UseStaticFiles();
        app.UseRouting();
        app.UseTypedSessions();
        app.UseAuthorization();
        app.UseEndpoints(endpoints => endpoints.MapControllers());
    }
}
