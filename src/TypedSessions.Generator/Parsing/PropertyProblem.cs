namespace TypedSessions.Generator.Parsing;

/// <summary>Why a property with the attribute cannot be generated. The rest of its model is.</summary>
internal enum PropertyProblem
{
    None,
    NotPartial,
    Static,
    Indexer,

    /// <summary>The property returns a reference.</summary>
    ByReference,

    NoGetter,
    InitAccessor,
    Required,

    /// <summary>The type is not known; the compiler says so.</summary>
    UnknownType,

    /// <summary>The type cannot be stored; <see cref="TypeRules.Examine"/> says why.</summary>
    UnsupportedType,

    /// <summary>The codec does not fit; <see cref="CodecRules.Examine"/> says why.</summary>
    CodecDoesNotFit,

    /// <summary>The constant in the attribute does not convert to the type.</summary>
    DefaultDoesNotFit,

    /// <summary>The type can be neither <see langword="null"/> nor made from nothing: a <c>?</c> helps.</summary>
    NoDefault,
}
