using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Models;

/// <summary>A model with both halves written by hand: what the generator writes, without the generator.</summary>
internal sealed class Shop : ISessionModel<Shop>
{
    private readonly SessionView _session = new(Stored.All);

    public string? UserName
    {
        get => _session.Get(Stored.UserName);
        set => _session.Set(Stored.UserName, value);
    }

    public int Visits
    {
        get => _session.Get(Stored.Visits);
        set => _session.Set(Stored.Visits, value);
    }

    public int? Age
    {
        get => _session.Get(Stored.Age);
        set => _session.Set(Stored.Age, value);
    }

    public List<CartLine> Lines
    {
        get => _session.Get(Stored.Lines);
        set => _session.Set(Stored.Lines, value);
    }

    public Address? Address
    {
        get => _session.Get(Stored.Address);
        set => _session.Set(Stored.Address, value);
    }

    public byte[]? Avatar
    {
        get => _session.Get(Stored.Avatar);
        set => _session.Set(Stored.Avatar, value);
    }

    public Profile Profile
    {
        get => _session.Get(Stored.Profile);
        set => _session.Set(Stored.Profile, value);
    }

    public static IReadOnlyList<SessionProperty> Properties => Stored.All;

    public ISession Session => _session.Session;

    public bool IsModified => _session.IsModified;

    public IReadOnlyList<string> ModifiedProperties => _session.ModifiedProperties;

    public SessionView View => _session;

    static Shop ISessionModel<Shop>.Open(ISession session) => Over(session);

    public static Shop Over(ISession session) => new() { _session = { Session = session } };

    public bool Contains(string property) => _session.Contains(property);

    public void Remove(string property) => _session.Remove(property);

    public void Clear() => _session.Clear();

    private static class Stored
    {
        public static readonly SessionProperty<string> UserName = new(0, "UserName", "UserName", SessionCodec.String);
        public static readonly SessionProperty<int> Visits = new(1, "Visits", "visits", SessionCodec.Int32, defaultValue: 5);
        public static readonly SessionProperty<int?> Age = new(2, "Age", "Age", SessionCodec.Nullable(SessionCodec.Int32));
        public static readonly SessionProperty<List<CartLine>> Lines = new(
            3, "Lines", "Lines", SessionCodec.Json<List<CartLine>>(ShopJson.Default), createDefault: static () => []);
        public static readonly SessionProperty<Address> Address = new(
            4, "Address", "Address", SessionCodec.ImmutableJson<Address>(ShopJson.Default));
        public static readonly SessionProperty<byte[]> Avatar = new(5, "Avatar", "Avatar", SessionCodec.Bytes);
        public static readonly SessionProperty<Profile> Profile = new(
            6, "Profile", "Profile", SessionCodec.Json<Profile>(ShopJson.Default), createDefault: static () => new Profile());
        public static readonly SessionProperty[] All = [UserName, Visits, Age, Lines, Address, Avatar, Profile];
    }
}

internal sealed class CartLine
{
    public string Product { get; set; } = "";

    public int Count { get; set; }
}

internal sealed record Address(string Street, string City);

/// <summary>A default that is another one each time.</summary>
internal sealed class Profile
{
    public Guid Handle { get; set; } = Guid.NewGuid();

    public Profile? Friend { get; set; }
}

[JsonSerializable(typeof(List<CartLine>))]
[JsonSerializable(typeof(Address))]
[JsonSerializable(typeof(Profile))]
internal sealed partial class ShopJson : JsonSerializerContext;
