// Runs the site of operators under Aspire, whose dashboard shows its logs, metrics and traces.
var builder = DistributedApplication.CreateBuilder(args);
builder.AddProject<Projects.Operations>("operations");
builder.Build().Run();
