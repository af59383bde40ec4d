using System.Collections.Concurrent;
using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TypedSessions.Tests.Testing;

/// <summary>Copies an assembly and inserts a call of a probe with the type's name into each method.</summary>
internal static class ProbedAssembly
{
    /// <param name="from">The path of the assembly.</param>
    /// <param name="to">The path of the copy.</param>
    /// <param name="probe">A public static method whose parameter is the name of the outermost declaring type.</param>
    public static void Copy(string from, string to, MethodInfo probe)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(from);
        var enter = assembly.MainModule.ImportReference(probe);
        foreach (var type in assembly.MainModule.Types.Where(static type => !type.Name.StartsWith('<')))
        {
            Probe(type, type.FullName, enter);
        }

        assembly.Write(to);
    }

    private static void Probe(TypeDefinition type, string name, MethodReference enter)
    {
        foreach (var body in type.Methods.Where(static method => method.HasBody).Select(static method => method.Body))
        {
            var (first, writer) = (body.Instructions[0], body.GetILProcessor());
            writer.InsertBefore(first, writer.Create(OpCodes.Ldstr, name));
            writer.InsertBefore(first, writer.Create(OpCodes.Call, enter));
        }

        foreach (var nested in type.NestedTypes)
        {
            Probe(nested, name, enter);
        }
    }
}

/// <summary>The probe of a <see cref="ProbedAssembly"/>, which records the types whose methods run.</summary>
public static class EnteredTypes
{
    private static readonly ConcurrentDictionary<string, bool> Names = [];

    public static void Enter(string type) => Names[type] = true;

    public static void Clear() => Names.Clear();

    public static string[] Get() => [.. Names.Keys.Order(StringComparer.Ordinal)];
}
