using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Declarations of models and properties. Errors: no code can be generated, or values overwrite each other.</summary>
internal static class DeclarationDescriptors
{
    public static readonly DiagnosticDescriptor ModelNotPartial = Declaration(
        DiagnosticIds.ModelNotPartial,
        "A session model must be partial",
        "Session model '{0}' is not partial, so its properties cannot be implemented; add 'partial' to the class");

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = Declaration(
        DiagnosticIds.ContainingTypeNotPartial,
        "A type that contains a session model must be partial",
        "Type '{0}' contains session model '{1}' but is not partial; add 'partial' to it, or move the model out of it");

    public static readonly DiagnosticDescriptor LanguageVersion = Declaration(
        DiagnosticIds.LanguageVersion,
        "Session models need C# 13",
        "Session model '{0}' needs partial properties (C# 13), but the project uses C# {1}; set 'LangVersion' to 13 or higher");

    public static readonly DiagnosticDescriptor RecordModel = Declaration(
        DiagnosticIds.RecordModel,
        "A session model must not be a record",
        "Session model '{0}' is a record, but a view of the session has no value equality; make it a class");

    public static readonly DiagnosticDescriptor StaticModel = Declaration(
        DiagnosticIds.StaticModel,
        "A session model must not be static",
        "Session model '{0}' is static, but each session needs an instance; remove 'static'");

    public static readonly DiagnosticDescriptor AbstractModel = Declaration(
        DiagnosticIds.AbstractModel,
        "A session model must not be abstract",
        "Session model '{0}' is abstract and cannot be created; remove 'abstract'");

    public static readonly DiagnosticDescriptor FileLocalModel = Declaration(
        DiagnosticIds.FileLocalModel,
        "A session model must not be file-local",
        "Session model '{0}' is generated into another file, where the file-local type '{1}' is not visible; remove 'file'");

    public static readonly DiagnosticDescriptor DerivedModel = Declaration(
        DiagnosticIds.DerivedModel,
        "A session model must not derive from another one",
        "Session model '{0}' derives from session model '{1}'; declare separate models, which can share a session");

    public static readonly DiagnosticDescriptor NoParameterlessConstructor = Declaration(
        DiagnosticIds.NoParameterlessConstructor,
        "A session model needs a parameterless constructor",
        "Session model '{0}' has no parameterless constructor; add one, which may be private");

    public static readonly DiagnosticDescriptor RequiredMember = Declaration(
        DiagnosticIds.RequiredMember,
        "A session model must not have required members",
        "Session model '{0}' cannot be created because '{1}' is required; remove 'required'");

    public static readonly DiagnosticDescriptor PropertyNotPartial = Declaration(
        DiagnosticIds.PropertyNotPartial,
        "A session property must be partial",
        "Session property '{0}' is not partial, so it is not stored in the session; add 'partial' and remove the bodies of its accessors");

    public static readonly DiagnosticDescriptor StaticProperty = Declaration(
        DiagnosticIds.StaticProperty,
        "A session property must not be static",
        "Session property '{0}' is static and belongs to no session; remove 'static'");

    public static readonly DiagnosticDescriptor IndexerProperty = Declaration(
        DiagnosticIds.IndexerProperty,
        "An indexer cannot be a session property",
        "The indexer of session model '{0}' has no key in the session; declare a dictionary property instead");

    public static readonly DiagnosticDescriptor ReferenceProperty = Declaration(
        DiagnosticIds.ReferenceProperty,
        "A session property must not return a reference",
        "Session property '{0}' returns a reference, but has no backing variable; remove 'ref'");

    public static readonly DiagnosticDescriptor NoGetter = Declaration(
        DiagnosticIds.NoGetter,
        "A session property needs a getter",
        "Session property '{0}' has no getter, so its value cannot be read; add 'get;'");

    public static readonly DiagnosticDescriptor InitAccessor = Declaration(
        DiagnosticIds.InitAccessor,
        "A session property must not have an init accessor",
        "Session property '{0}' has an 'init' accessor, but the library creates the model before values are set; use 'set' instead");

    public static readonly DiagnosticDescriptor RequiredProperty = Declaration(
        DiagnosticIds.RequiredProperty,
        "A session property must not be required",
        "Session property '{0}' is required, but the library creates the model and a new session is empty; remove 'required'");

    public static readonly DiagnosticDescriptor UnsupportedType = Declaration(
        DiagnosticIds.UnsupportedType,
        "The type of a session property cannot be stored",
        "Session property '{0}' of type '{1}' cannot be stored because {2}; {3}");

    public static readonly DiagnosticDescriptor NoDefault = Declaration(
        DiagnosticIds.NoDefault,
        "A session property that cannot be null needs a default",
        "Session property '{0}' has no default, because '{1}' can be neither null nor created without arguments; declare it as '{1}?'");

    public static readonly DiagnosticDescriptor DefaultDoesNotFit = Declaration(
        DiagnosticIds.DefaultDoesNotFit,
        "The default of a session property must convert to its type",
        "The default {0} of session property '{1}' does not convert to '{2}'; use a constant of that type, or remove it");

    public static readonly DiagnosticDescriptor PropertyOutsideModel = Declaration(
        DiagnosticIds.PropertyOutsideModel,
        "A session property must be in a session model",
        "Property '{0}' is not stored in the session because '{1}' is not a session model; "
            + "declare it in a class with [SessionModel], or remove [SessionProperty]");

    public static readonly DiagnosticDescriptor DuplicateKey = Declaration(
        DiagnosticIds.DuplicateKey,
        "Two properties of a session model must not share a key",
        "Session property '{0}' has the same key '{1}' as '{2}'; give one of them another 'Key'");

    public static readonly DiagnosticDescriptor KeyOfAnotherModel = Declaration(
        DiagnosticIds.KeyOfAnotherModel,
        "Two session models must not use the same key",
        "Session property '{0}' has the same key '{1}' as '{2}' of another model; give one of them another 'Key', or its model a 'Prefix'",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor KeyInAnotherCase = Declaration(
        DiagnosticIds.KeyInAnotherCase,
        DiagnosticSeverity.Warning,
        "Keys should not differ only in case",
        "The key '{1}' of session property '{0}' differs only in case from '{3}' of '{2}', so both are stored; "
            + "give one of them another 'Key'",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ReservedKey = Declaration(
        DiagnosticIds.ReservedKey,
        DiagnosticSeverity.Warning,
        "Keys that begin with '__ts.' are reserved for the library",
        "'{0}' begins with '__ts.', the prefix of the library's own keys, and may overwrite one of them; choose another name");

    public static readonly DiagnosticDescriptor NotAJsonContext = Declaration(
        DiagnosticIds.NotAJsonContext,
        DiagnosticSeverity.Warning,
        "The 'JsonContext' of a session model must be a JsonSerializerContext",
        "'{0}' is not a JsonSerializerContext, so session model '{1}' ignores it; "
            + "specify a class that derives from JsonSerializerContext, or remove it");

    public static readonly DiagnosticDescriptor TypeMissingInJsonContext = Declaration(
        DiagnosticIds.TypeMissingInJsonContext,
        DiagnosticSeverity.Warning,
        "The 'JsonContext' of a session model must contain the types of its properties",
        "Session property '{0}' fails at runtime because '{2}' has no metadata for '{1}'; add [JsonSerializable(typeof({1}))] to '{2}'");

    public static readonly DiagnosticDescriptor NoJsonContext = Declaration(
        DiagnosticIds.NoJsonContext,
        DiagnosticSeverity.Warning,
        "A session model of a trimmed application needs a 'JsonContext'",
        "Session property '{0}' of type '{1}' is stored as JSON by reflection, which fails in a trimmed application; "
            + "set 'JsonContext' of '{2}' to a JsonSerializerContext with [JsonSerializable(typeof({1}))]");

    public static readonly DiagnosticDescriptor DateTimeProperty = Declaration(
        DiagnosticIds.DateTimeProperty,
        DiagnosticSeverity.Info,
        "A timestamp in the session should be a DateTimeOffset",
        "Session property '{0}' is a DateTime, which does not store an offset; use DateTimeOffset");

    public static readonly DiagnosticDescriptor LostValue = Declaration(
        DiagnosticIds.LostValue,
        DiagnosticSeverity.Warning,
        "JSON must restore the values of a session property",
        "Session property '{0}' of type '{1}' loses data because {2}; {3}");

    public static readonly DiagnosticDescriptor CodecDoesNotFit = Declaration(
        DiagnosticIds.CodecDoesNotFit,
        "The 'Codec' of a session property must be a SessionCodec of its type",
        "'{0}' cannot be the codec of session property '{1}' because it {2}; {3}");

    /// <summary>Arguments: the merge mode, the property, the reason, the advice.</summary>
    public static readonly DiagnosticDescriptor MergeDoesNotFit = Declaration(
        DiagnosticIds.MergeDoesNotFit,
        "The 'Merge' of a session property must fit its type",
        "Session property '{1}' cannot be merged with 'SessionMerge.{0}' because {2}; {3}");

    /// <summary>Arguments: the method or setting, the property, the reason, the advice.</summary>
    public static readonly DiagnosticDescriptor ConversionDoesNotFit = Declaration(
        DiagnosticIds.ConversionDoesNotFit,
        "The upgrade of a session property must fit its types",
        "{0} does not fit session property '{1}' because {2}; {3}");

    /// <summary>Arguments: the key, its use, the other use.</summary>
    public static readonly DiagnosticDescriptor FormerKeyInUse = Declaration(
        DiagnosticIds.FormerKeyInUse,
        "A former or retired key must not be in use",
        "The key '{0}' is {1} and also {2}, so a change of one would remove the other; give one of them another key",
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>Arguments: the map, the reason, the advice.</summary>
    public static readonly DiagnosticDescriptor MapDoesNotFit = Declaration(
        DiagnosticIds.MapDoesNotFit,
        "A session map needs a key with '{0}' and no setter",
        "Session map '{0}' cannot be stored because {1}; {2}");

    public static readonly DiagnosticDescriptor KeyInMap = Declaration(
        DiagnosticIds.KeyInMap,
        "A session map must not contain the key of another property",
        "The key '{1}' of session property '{0}' also belongs to the items of session map '{2}' with the key '{3}'; "
            + "give one of them another 'Key'",
        WellKnownDiagnosticTags.CompilationEnd);

    private static DiagnosticDescriptor Declaration(string id, string title, string message, params string[] tags)
        => Declaration(id, DiagnosticSeverity.Error, title, message, tags);

    private static DiagnosticDescriptor Declaration(
        string id, DiagnosticSeverity severity, string title, string message, params string[] tags)
        => Descriptor.Create(nameof(Declaration), severity, id, title, message, tags);
}
