using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <content>How models and their properties are declared. Errors: nothing can be
/// generated otherwise, or values overwrite each other.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor ModelNotPartial = Declaration(
        DiagnosticIds.ModelNotPartial,
        "A session model must be partial",
        "Session model '{0}' is not partial, so its properties cannot be implemented; add 'partial' to the class");

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = Declaration(
        DiagnosticIds.ContainingTypeNotPartial,
        "A type around a session model must be partial",
        "Type '{0}' around session model '{1}' is not partial; add 'partial' to it, or move the model out of it");

    public static readonly DiagnosticDescriptor LanguageVersion = Declaration(
        DiagnosticIds.LanguageVersion,
        "Session models need C# 13",
        "Session model '{0}' needs partial properties, which came with C# 13, but the project uses C# {1}; "
            + "set 'LangVersion' to 13 or higher");

    public static readonly DiagnosticDescriptor RecordModel = Declaration(
        DiagnosticIds.RecordModel,
        "A session model must not be a record",
        "Session model '{0}' is a record, but a view of the session cannot be copied and compared by value; make it a class");

    public static readonly DiagnosticDescriptor StaticModel = Declaration(
        DiagnosticIds.StaticModel,
        "A session model must not be static",
        "Session model '{0}' is static, but each session needs an instance of its own; remove 'static'");

    public static readonly DiagnosticDescriptor AbstractModel = Declaration(
        DiagnosticIds.AbstractModel,
        "A session model must not be abstract",
        "Session model '{0}' is abstract and cannot be opened on a session; remove 'abstract'");

    public static readonly DiagnosticDescriptor FileLocalModel = Declaration(
        DiagnosticIds.FileLocalModel,
        "A session model must not be local to a file",
        "Session model '{0}' has its other half in another file, where the file-local type '{1}' is not known; remove 'file'");

    public static readonly DiagnosticDescriptor DerivedModel = Declaration(
        DiagnosticIds.DerivedModel,
        "A session model must not derive from another one",
        "Session model '{0}' derives from session model '{1}'; let both stand side by side, each a view of the same session");

    public static readonly DiagnosticDescriptor NoParameterlessConstructor = Declaration(
        DiagnosticIds.NoParameterlessConstructor,
        "A session model needs a constructor without parameters",
        "Session model '{0}' has no constructor without parameters; add one, which may be private");

    public static readonly DiagnosticDescriptor RequiredMember = Declaration(
        DiagnosticIds.RequiredMember,
        "A session model must not have required members",
        "Session model '{0}' cannot be opened on a session because '{1}' is required; remove 'required'");

    public static readonly DiagnosticDescriptor PropertyNotPartial = Declaration(
        DiagnosticIds.PropertyNotPartial,
        "A session property must be partial",
        "Session property '{0}' is not partial, so it is not kept in the session; add 'partial' and leave its accessors without bodies");

    public static readonly DiagnosticDescriptor StaticProperty = Declaration(
        DiagnosticIds.StaticProperty,
        "A session property must not be static",
        "Session property '{0}' is static and would belong to no session; remove 'static'");

    public static readonly DiagnosticDescriptor IndexerProperty = Declaration(
        DiagnosticIds.IndexerProperty,
        "An indexer cannot be a session property",
        "The indexer of session model '{0}' has no key of its own in the session; declare a dictionary property in its place");

    public static readonly DiagnosticDescriptor ReferenceProperty = Declaration(
        DiagnosticIds.ReferenceProperty,
        "A session property must not return a reference",
        "Session property '{0}' returns a reference, but there is no variable behind it; remove 'ref'");

    public static readonly DiagnosticDescriptor NoGetter = Declaration(
        DiagnosticIds.NoGetter,
        "A session property needs a getter",
        "Session property '{0}' has no getter, so nothing that it stores could be read; add 'get;'");

    public static readonly DiagnosticDescriptor InitAccessor = Declaration(
        DiagnosticIds.InitAccessor,
        "A session property must not have an init accessor",
        "Session property '{0}' can only be set while its model is created, and it is the library that creates models; "
            + "write 'set' in place of 'init'");

    public static readonly DiagnosticDescriptor RequiredProperty = Declaration(
        DiagnosticIds.RequiredProperty,
        "A session property must not be required",
        "Session property '{0}' is required, but it is the library that creates models, and a new session is empty; remove 'required'");

    public static readonly DiagnosticDescriptor UnsupportedType = Declaration(
        DiagnosticIds.UnsupportedType,
        "The type of a session property cannot be stored",
        "Session property '{0}' of type '{1}' cannot be stored because {2}; {3}");

    public static readonly DiagnosticDescriptor NoDefault = Declaration(
        DiagnosticIds.NoDefault,
        "A session property that cannot be null needs a default",
        "Session property '{0}' has nothing to read as while it is not in the session, and '{1}' cannot be made from nothing; "
            + "declare it as '{1}?'");

    public static readonly DiagnosticDescriptor DefaultDoesNotFit = Declaration(
        DiagnosticIds.DefaultDoesNotFit,
        "The default of a session property must convert to its type",
        "The default {0} of session property '{1}' does not convert to '{2}'; give a constant of that type, or none");

    public static readonly DiagnosticDescriptor PropertyOutsideModel = Declaration(
        DiagnosticIds.PropertyOutsideModel,
        "A session property must be in a session model",
        "Property '{0}' is not kept in the session because '{1}' is not a session model; "
            + "declare it in a class with [SessionModel], or remove [SessionProperty]");

    public static readonly DiagnosticDescriptor DuplicateKey = Declaration(
        DiagnosticIds.DuplicateKey,
        "Two properties of a session model must not share a key",
        "Session property '{0}' has the key '{1}' that '{2}' has already; give one of them another 'Key'");

    public static readonly DiagnosticDescriptor KeyOfAnotherModel = Declaration(
        DiagnosticIds.KeyOfAnotherModel,
        "Two session models must not claim one key",
        "Session property '{0}' claims the key '{1}', and so does '{2}' of another model; "
            + "give one of them another 'Key', or its model a 'Prefix'",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor KeyInAnotherCase = Declaration(
        DiagnosticIds.KeyInAnotherCase,
        DiagnosticSeverity.Warning,
        "Keys should differ in more than upper and lower case",
        "The key '{1}' of session property '{0}' differs from '{3}' of '{2}' in case only, so both are kept side by side; "
            + "give one of them another 'Key'",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ReservedKey = Declaration(
        DiagnosticIds.ReservedKey,
        DiagnosticSeverity.Warning,
        "Keys that begin with '__ts.' belong to the library",
        "'{0}' begins with '__ts.', so it is hidden among the library's own keys, and may overwrite one of them; choose another beginning");

    public static readonly DiagnosticDescriptor NotAJsonContext = Declaration(
        DiagnosticIds.NotAJsonContext,
        DiagnosticSeverity.Warning,
        "The 'JsonContext' of a session model must be a JsonSerializerContext",
        "'{0}' is not a JsonSerializerContext, so session model '{1}' does not use it; "
            + "name the class that derives from JsonSerializerContext, or none");

    public static readonly DiagnosticDescriptor TypeMissingInJsonContext = Declaration(
        DiagnosticIds.TypeMissingInJsonContext,
        DiagnosticSeverity.Warning,
        "The 'JsonContext' of a session model must know the types of its properties",
        "Session property '{0}' fails when it is used because '{2}' has no metadata for '{1}'; "
            + "add [JsonSerializable(typeof({1}))] to '{2}'");

    public static readonly DiagnosticDescriptor NoJsonContext = Declaration(
        DiagnosticIds.NoJsonContext,
        DiagnosticSeverity.Warning,
        "A session model of a trimmed application needs a 'JsonContext'",
        "Session property '{0}' of type '{1}' is stored as JSON by reflection, which fails in a trimmed application; "
            + "name a JsonSerializerContext with [JsonSerializable(typeof({1}))] as 'JsonContext' of '{2}'");

    public static readonly DiagnosticDescriptor DateTimeProperty = Declaration(
        DiagnosticIds.DateTimeProperty,
        DiagnosticSeverity.Info,
        "A timestamp in the session should be a DateTimeOffset",
        "Session property '{0}' is a DateTime, which does not store an offset; use DateTimeOffset");

    public static readonly DiagnosticDescriptor LostValue = Declaration(
        DiagnosticIds.LostValue,
        DiagnosticSeverity.Warning,
        "The values of a session property must come back as they were set",
        "Session property '{0}' of type '{1}' does not come back as it was set because {2}; {3}");

    public static readonly DiagnosticDescriptor CodecDoesNotFit = Declaration(
        DiagnosticIds.CodecDoesNotFit,
        "The 'Codec' of a session property must be a SessionCodec of its type",
        "'{0}' cannot be the codec of session property '{1}' because it {2}; {3}");

    private static DiagnosticDescriptor Declaration(string id, string title, string message, params string[] tags)
        => Declaration(id, DiagnosticSeverity.Error, title, message, tags);

    private static DiagnosticDescriptor Declaration(
        string id, DiagnosticSeverity severity, string title, string message, params string[] tags)
        => Create(nameof(Declaration), severity, id, title, message, tags);
}
