// Bytes, keys and a background queue.
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Captcha;

public sealed class CaptchaService(IHttpContextAccessor accessor)
{
    private const string Key = "captcha";
    private ISession Session => accessor.HttpContext!.Session;

    public string Create()
    {
        var code = RandomNumberGenerator.GetInt32(100000, 999999);
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, code);
        Session.Set(Key, bytes);
        return code.ToString();
    }

    public bool Check(int answer)
    {
        if (Session.TryGetValue(Key, out var bytes) && bytes is { Length: 4 })
        {
            Session.Remove(Key);
            return BinaryPrimitives.ReadInt32BigEndian(bytes) == answer;
        }

        return false;
    }

    public void Spoil()
    {
        if (Session.TryGetValue(Key, out var bytes))
        {
            {|TSES066:bytes[0] = 0xFF|};
        }
    }

    public void SpoilAndKeep()
    {
        var bytes = Session.Get(Key);
        if (bytes is not null)
        {
            Array.Reverse(bytes);
            Session.Set(Key, bytes);
        }
    }
}

public sealed class CaptchaCache
{
    private static ISession? {|TSES041:_last|};
    private readonly Dictionary<string, string> _codes = [];

    public void Remember(HttpContext context)
    {
        _last = context.Session;
        _codes[context.Session.Id] = context.Session.GetString("captcha-text") ?? "";
    }

    public string? Last => _last?.Id;
}
