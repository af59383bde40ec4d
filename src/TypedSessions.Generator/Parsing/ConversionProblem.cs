namespace TypedSessions.Generator.Parsing;

/// <summary>The reasons why a property cannot be converted from or to the types of its former keys.</summary>
internal enum ConversionProblem
{
    None,

    /// <summary>The model has no session property of the name.</summary>
    UnknownProperty,

    /// <summary>The property does not have the former key.</summary>
    UnknownKey,

    /// <summary>The property has several former keys, and the method does not name one.</summary>
    NoKey,

    /// <summary>Another method converts the same key.</summary>
    SecondMethod,

    /// <summary>The method is not static, is generic, or has not one parameter by value.</summary>
    NotAConversion,

    /// <summary>The method has another type than the property.</summary>
    OtherType,

    /// <summary>The former type cannot be stored.</summary>
    UnsupportedType,

    /// <summary>A downgrade does not return what the upgrade takes.</summary>
    OtherFormerType,

    /// <summary>A former key that is kept has an upgrade and no downgrade.</summary>
    NoDowngrade,

    /// <summary>The property's values expire, and those of former keys have no time.</summary>
    Expires,

    /// <summary>There is no former key to keep.</summary>
    NothingToKeep,
}
