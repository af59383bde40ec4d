using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Data.Sqlite;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Operations;
using Operations.Traffic;
using TypedSessions;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddTypedSessions(builder.Configuration.GetSection("Sessions"))
    .UseConfiguredEngine(providers => providers.Add("sqlite", SqliteFactory.Instance).Add("postgresql", NpgsqlFactory.Instance))
    .AddModel<VisitSession>()
    .KeepTicketsInSession()
    .UsePolicy(SessionPolicy.AsvsLevel2);

builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options => options.LoginPath = "/");
builder.Services.AddAuthorizationBuilder().AddPolicy("Operators", policy => policy.RequireRole("operator"));
builder.Services.AddRazorPages();

// Metrics and traces of the sessions. Prometheus reads /metrics; OTEL_EXPORTER_OTLP_ENDPOINT sends both to a collector.
var telemetry = builder.Services.AddOpenTelemetry()
    .WithMetrics(metrics => metrics.AddMeter(TypedSessionsDiagnostics.MeterName).AddPrometheusExporter())
    .WithTracing(traces => traces.AddSource(TypedSessionsDiagnostics.ActivitySourceName));
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
{
    telemetry.UseOtlpExporter();
}

builder.Services.Configure<TrafficOptions>(builder.Configuration.GetSection("Traffic"));
builder.Services.AddHostedService<VisitorService>();

var app = builder.Build();
if (await app.RunSessionCommandAsync(args) is { } exitCode)
{
    return exitCode;
}

app.UsePathBase(builder.Configuration["PathBase"]);
app.UseRouting();
app.UseTypedSessions();
app.UseAuthentication();
app.UseAuthorization();

app.MapRazorPages();
Visits.Map(app);
app.MapPrometheusScrapingEndpoint();
app.MapSessionDashboard("/sessions", options => options.ShowValues = true).RequireAuthorization("Operators");

app.Run();
return 0;
