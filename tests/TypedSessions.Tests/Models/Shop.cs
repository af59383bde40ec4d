using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Models;

/// <summary>A model that is written by hand, with the code that the generator would add.</summary>
internal sealed class Shop : ISessionModel<Shop>
{
    private readonly SessionView _session = new(Properties.All);

    public string? UserName
    {
        get => _session.Get(Properties.UserName);
        set => _session.Set(Properties.UserName, value);
    }

    public int Visits
    {
        get => _session.Get(Properties.Visits);
        set => _session.Set(Properties.Visits, value);
    }

    public int? Age
    {
        get => _session.Get(Properties.Age);
        set => _session.Set(Properties.Age, value);
    }

    public List<CartLine> Lines
    {
        get => _session.Get(Properties.Lines);
        set => _session.Set(Properties.Lines, value);
    }

    public Address? Address
    {
        get => _session.Get(Properties.Address);
        set => _session.Set(Properties.Address, value);
    }

    public byte[]? Avatar
    {
        get => _session.Get(Properties.Avatar);
        set => _session.Set(Properties.Avatar, value);
    }

    public Profile Profile
    {
        get => _session.Get(Properties.Profile);
        set => _session.Set(Properties.Profile, value);
    }

    static IReadOnlyList<SessionProperty> ISessionModel<Shop>.Properties => Properties.All;

    public ISession Session => _session.Session;

    public bool IsModified => _session.IsModified;

    public IReadOnlyList<string> ModifiedProperties => _session.ModifiedProperties;

    public SessionView View => _session;

    static Shop ISessionModel<Shop>.Open(ISession session) => Over(session);

    public static Shop Over(ISession session) => new() { _session = { Session = session } };

    public bool Contains(string property) => _session.Contains(property);

    public void Remove(string property) => _session.Remove(property);

    public void Clear() => _session.Clear();

    public static class Properties
    {
        public static readonly SessionProperty<string?> UserName = new(0, "UserName", "UserName", SessionCodec.String!);
        public static readonly SessionProperty<int> Visits = new(1, "Visits", "visits", SessionCodec.Int32, defaultValue: 5);
        public static readonly SessionProperty<int?> Age = new(2, "Age", "Age", SessionCodec.Nullable(SessionCodec.Int32));
        public static readonly SessionProperty<List<CartLine>> Lines = new(
            3, "Lines", "Lines", SessionCodec.Json<List<CartLine>>(ShopJson.Default), createDefault: static () => []);
        public static readonly SessionProperty<Address?> Address = new(
            4, "Address", "Address", SessionCodec.ImmutableJson<Address>(ShopJson.Default)!);
        public static readonly SessionProperty<byte[]?> Avatar = new(5, "Avatar", "Avatar", SessionCodec.Bytes!);
        public static readonly SessionProperty<Profile> Profile = new(
            6, "Profile", "Profile", SessionCodec.Json<Profile>(ShopJson.Default), createDefault: static () => new Profile());

        internal static readonly SessionProperty[] All = SessionProperty.ForModel<Shop>(
            static model => model._session, [UserName, Visits, Age, Lines, Address, Avatar, Profile]);
    }
}

internal sealed class CartLine
{
    public string Product { get; set; } = "";

    public int Count { get; set; }
}

internal sealed record Address(string Street, string City);

/// <summary>A default that differs with each call.</summary>
internal sealed class Profile
{
    public Guid Handle { get; set; } = Guid.NewGuid();

    public Profile? Friend { get; set; }
}

[JsonSerializable(typeof(List<CartLine>))]
[JsonSerializable(typeof(Address))]
[JsonSerializable(typeof(Profile))]
internal sealed partial class ShopJson : JsonSerializerContext;
