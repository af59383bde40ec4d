using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>The reasons why a session property cannot be generated. The rest of its model is.</summary>
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

    /// <summary>The type is unknown, which the compiler reports.</summary>
    UnknownType,

    /// <summary>The type cannot be stored; see <see cref="TypeRules.Examine"/>.</summary>
    UnsupportedType,

    /// <summary>The codec does not fit; see <see cref="CodecRules.Examine"/>.</summary>
    CodecDoesNotFit,

    /// <summary>The merge mode does not fit; see <see cref="MergeRules.IsValid"/>.</summary>
    MergeDoesNotFit,

    /// <summary>
    /// The values of former keys cannot be converted; see <see cref="FormerKeys.Examine(IPropertySymbol, AttributeData)"/>.
    /// </summary>
    ConversionDoesNotFit,

    /// <summary>The map does not fit; see <see cref="SessionMaps.Examine"/>.</summary>
    MapDoesNotFit,

    /// <summary>The constant in the attribute does not convert to the type.</summary>
    DefaultDoesNotFit,

    /// <summary>The type can be neither <see langword="null"/> nor created without arguments.</summary>
    NoDefault,
}
