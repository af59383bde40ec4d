using BlogEngine;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorPages();
builder.Services.AddSingleton<PostStore>();
builder.Services.AddTypedSessions().UseMemory(memory => memory.MaxBytes = 64 * 1024 * 1024).AddModel<BlogSession>();

await using var app = builder.Build();
app.UseStaticFiles();
app.UseRouting();
app.UseTypedSessions();
app.MapRazorPages();
await app.RunAsync();
