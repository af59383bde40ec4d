// ReSharper disable once CheckNamespace: the compiler looks for the type here; netstandard2.0 lacks it, and records need it.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
