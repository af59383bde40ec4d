// A program that adds sessions and never uses the middleware.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.{|TSES082:AddTypedSessions|}().UseMemory().AddModel<NoteSession>();
builder.Services.AddControllers();
var app = builder.Build();
app.MapControllers();
app.Run();

[SessionModel]
public partial class NoteSession
{
    [SessionProperty] public partial string? Note { get; set; }
}

[Route("note")]
public sealed class NoteController(NoteSession notes) : ControllerBase
{
    [HttpGet] public string? Get() => notes.Note;

    [HttpPut] public void Put(string note) => notes.Note = note;
}
