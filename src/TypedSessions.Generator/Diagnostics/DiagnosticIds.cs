namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// The ids of the rules by theme: 001–029 and 033–039 declaration, 030–032 test cookie, 040–059 lifetime, 060–079 access, 080–099 setup,
/// 100–109 secrets, from 110 shape. Ids are never reused.
/// </summary>
internal static class DiagnosticIds
{
    public const string ModelNotPartial = "TSES001";
    public const string ContainingTypeNotPartial = "TSES002";
    public const string LanguageVersion = "TSES003";
    public const string RecordModel = "TSES004";
    public const string StaticModel = "TSES005";
    public const string AbstractModel = "TSES006";
    public const string FileLocalModel = "TSES007";
    public const string DerivedModel = "TSES008";
    public const string NoParameterlessConstructor = "TSES009";
    public const string RequiredMember = "TSES010";
    public const string PropertyNotPartial = "TSES011";
    public const string StaticProperty = "TSES012";
    public const string IndexerProperty = "TSES013";
    public const string ReferenceProperty = "TSES014";
    public const string NoGetter = "TSES015";
    public const string InitAccessor = "TSES016";
    public const string RequiredProperty = "TSES017";
    public const string UnsupportedType = "TSES018";
    public const string NoDefault = "TSES019";
    public const string DefaultDoesNotFit = "TSES020";
    public const string PropertyOutsideModel = "TSES021";
    public const string DuplicateKey = "TSES022";
    public const string KeyOfAnotherModel = "TSES023";
    public const string KeyInAnotherCase = "TSES024";
    public const string ReservedKey = "TSES025";
    public const string NotAJsonContext = "TSES026";
    public const string TypeMissingInJsonContext = "TSES027";
    public const string NoJsonContext = "TSES028";
    public const string DateTimeProperty = "TSES029";

    public const string TestCookieTestedTooEarly = "TSES030";
    public const string TestCookieNotTested = "TSES031";
    public const string TestCookieNeverTested = "TSES032";

    public const string LostValue = "TSES033";
    public const string CodecDoesNotFit = "TSES034";
    public const string MergeDoesNotFit = "TSES035";
    public const string ConversionDoesNotFit = "TSES036";
    public const string FormerKeyInUse = "TSES037";
    public const string MapDoesNotFit = "TSES038";
    public const string KeyInMap = "TSES039";

    public const string StartedResponse = "TSES040";
    public const string StoredSession = "TSES041";
    public const string CapturedSession = "TSES042";
    public const string SessionInSingleton = "TSES043";
    public const string SharedSession = "TSES044";
    public const string SameIdAfterSignIn = "TSES045";
    public const string ClearedAtSignOut = "TSES046";
    public const string UnsavedSession = "TSES047";
    public const string UnawaitedCall = "TSES048";
    public const string StreamedPage = "TSES049";
    public const string DeletedCookie = "TSES050";
    public const string OthersStaySignedIn = "TSES051";
    public const string NoRecentSignIn = "TSES052";

    public const string RawKeyOfProperty = "TSES060";
    public const string NearMissOfKey = "TSES061";
    public const string KeyOfTwoTypes = "TSES062";
    public const string SynchronousLoad = "TSES063";
    public const string UnstableKey = "TSES064";
    public const string ChangedBytesNotSet = "TSES066";
    public const string CounterWithoutSum = "TSES067";
    public const string UnmatchedKey = "TSES068";

    public const string SessionBeforeMiddleware = "TSES080";
    public const string ServicesMissing = "TSES081";
    public const string MiddlewareMissing = "TSES082";
    public const string ModelNotAdded = "TSES083";
    public const string StockSession = "TSES084";
    public const string InsecureCookie = "TSES085";
    public const string CachedSession = "TSES086";
    public const string LargeCookie = "TSES087";
    public const string SessionBeforeResponseCaching = "TSES088";
    public const string MiddlewareBeforeRouting = "TSES089";
    public const string ShortCircuitedSession = "TSES090";
    public const string OpenDashboard = "TSES091";

    public const string SecretName = "TSES100";
    public const string SecretType = "TSES101";
    public const string EmptyJustification = "TSES102";

    public const string ShapeNotRecorded = "TSES110";
    public const string KeyChangedType = "TSES111";
    public const string KeyDisappeared = "TSES112";
    public const string RetiredKeyReused = "TSES113";
    public const string MemberChanged = "TSES114";
    public const string EnumMemberChanged = "TSES115";
    public const string FormerTypeDiffers = "TSES116";
}
