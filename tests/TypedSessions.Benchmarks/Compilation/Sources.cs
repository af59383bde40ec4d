using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator;

namespace TypedSessions.Benchmarks.Compilation;

/// <summary>Creates projects of any size with classes like those of applications.</summary>
internal static class Sources
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Mvc;
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp13);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Returns services and controllers that do not use the library.</summary>
    public static ImmutableArray<string> WithoutSessions(int classes)
        => [Usings, Program("", ""), .. Enumerable.Range(0, classes).Select(Service)];

    /// <summary>Returns the same services and controllers, each with a session model and a controller that uses it.</summary>
    public static ImmutableArray<string> WithModels(int classes)
        =>
        [
            Usings + "\nglobal using TypedSessions;\nglobal using TypedSessions.Dictionary;",
            Program(Registrations(classes), "app.UseTypedSessions();"),
            .. Enumerable.Range(0, classes).Select(static number => Service(number) + Model(number)),
        ];

    /// <summary>Creates a project from sources.</summary>
    public static CSharpCompilation CreateProject(ImmutableArray<string> sources)
        => CSharpCompilation.Create(
            "Project",
            sources.Select(static (source, index) => Parse(source, $"Source{index}.cs")),
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, Parsing, path, Encoding.UTF8);

    /// <summary>Creates a project from sources and adds the generated files.</summary>
    public static CSharpCompilation Compile(ImmutableArray<string> sources)
    {
        CSharpGeneratorDriver.Create([new SessionModelGenerator().AsSourceGenerator()], parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(CreateProject(sources), out var generated, out _);
        return (CSharpCompilation)generated;
    }

    /// <summary>Creates the same project from its text, without cached semantic information.</summary>
    public static CSharpCompilation Recreate(CSharpCompilation project)
        => CSharpCompilation.Create(
            project.AssemblyName,
            project.SyntaxTrees.Select(
                static tree => CSharpSyntaxTree.ParseText(tree.GetText(), (CSharpParseOptions)tree.Options, tree.FilePath)),
            project.References,
            project.Options);

    private static string Program(string services, string middleware) => $"""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        {services}
        var app = builder.Build();
        {middleware}
        app.MapControllers();
        app.Run();
        """;

    private static string Registrations(int models)
        => "var sessions = builder.Services.AddTypedSessions();\n"
            + string.Concat(
                Enumerable.Range(0, models).Select(static number => $"sessions.AddModel<Shop.Area{number % 20}.Session{number}>();\n"));

    private static string Service(int number) => $$"""
        namespace Shop.Area{{number % 20}};

        public record Item{{number}}(int Id, string Name, decimal Price, DateTimeOffset Added);

        public interface IItems{{number}}
        {
            Task<Item{{number}}?> FindAsync(int id);

            IAsyncEnumerable<Item{{number}}> ListAsync(string? filter);
        }

        public class Items{{number}}(TimeProvider clock) : IItems{{number}}
        {
            private readonly Dictionary<int, Item{{number}}> _items = [];

            public int Count => _items.Count;

            public async Task<Item{{number}}?> FindAsync(int id)
            {
                await Task.Yield();
                return _items.TryGetValue(id, out var item) ? item : null;
            }

            public async IAsyncEnumerable<Item{{number}}> ListAsync(string? filter)
            {
                foreach (var item in _items.Values
                    .Where(it => filter is null || it.Name.Contains(filter, StringComparison.Ordinal)).OrderBy(it => it.Name))
                {
                    await Task.Yield();
                    yield return item;
                }
            }

            public void Set(string name, decimal price)
            {
                var id = _items.Count + 1;
                _items[id] = new Item{{number}}(id, name, price, clock.GetUtcNow());
            }

            public bool Remove(int id) => _items.Remove(id);

            public void Clear() => _items.Clear();

            public decimal Sum()
            {
                var sum = 0m;
                foreach (var (id, item) in _items)
                {
                    sum += id % 2 == 0 ? item.Price : item.Price * 0.9m;
                }

                return sum;
            }
        }

        [Route("items{{number}}")]
        public class Items{{number}}Controller(IItems{{number}} items) : ControllerBase
        {
            [HttpGet("{id}")]
            public async Task<IActionResult> Get(int id)
            {
                try
                {
                    var item = await items.FindAsync(id);
                    return item switch
                    {
                        null => NotFound(),
                        { Price: < 0 } => BadRequest($"{item.Name} has no price."),
                        _ => Ok(item),
                    };
                }
                catch (InvalidOperationException exception)
                {
                    await Response.WriteAsync(exception.Message);
                    return StatusCode(500);
                }
            }

            [HttpGet]
            public async Task<List<string>> List(string? filter)
            {
                var names = new List<string>();
                await foreach (var item in items.ListAsync(filter))
                {
                    names.Add($"{item.Name}: {item.Price:N2}");
                }

                return names;
            }
        }

        """;

    private static string Model(int number) => $$"""

        [SessionModel(Prefix = "m{{number}}.")]
        public partial class Session{{number}}
        {
            [SessionProperty] public partial string? UserName { get; set; }

            [SessionProperty(Key = "visits", Merge = SessionMerge.Sum)] public partial int Visits { get; set; }

            [SessionProperty] public partial List<int> Lines { get; set; }

            [SessionProperty] public partial DateTimeOffset? Seen { get; set; }
        }

        [Route("cart{{number}}")]
        public class Cart{{number}}Controller(Session{{number}} cart) : ControllerBase
        {
            [HttpPost]
            public IActionResult Add(int id, TimeProvider clock)
            {
                cart.Visits++;
                cart.UserName ??= User.Identity?.Name;
                cart.Lines.Add(id);
                cart.Seen = clock.GetUtcNow();
                if (cart.Lines.Count > 100)
                {
                    cart.Lines.Clear();
                }

                return Redirect("/");
            }

            [HttpPost("leave")]
            public IActionResult Leave()
            {
                HttpContext.Session.Abandon();
                return Ok($"{cart.UserName}, {cart.Seen}");
            }
        }
        """;
}
