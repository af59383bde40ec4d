namespace TypedSessions.Redis.Scripting;

/// <summary>
/// The scripts. All keys that a script uses are in KEYS. Values are compared as text; times come from the caller, so that all decisions
/// follow one clock.
/// </summary>
internal static class Scripts
{
    // Adds an entry to an index, which lives as long as its longest entry, and at most twice as long. Entries whose records are long gone
    // are dropped when its life is extended.
    private const string Add = """
        local function add(index, expires, member, lifetime, cutoff)
          redis.call('ZADD', index, expires, member)
          if redis.call('PTTL', index) < tonumber(lifetime) then
            redis.call('PEXPIRE', index, 2 * lifetime)
            redis.call('ZREMRANGEBYSCORE', index, '-inf', cutoff)
          end
        end

        """;

    /// <summary>
    /// Stores a new record. KEYS: record, indexes. ARGV: member, cutoff of indexes, version, expiry, owner, data, lifetime, last use.
    /// Returns 1; 0 if the key exists.
    /// </summary>
    public static Script Create { get; } = new(Add + """
        if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
        redis.call('HSET', KEYS[1], 'v', ARGV[3], 'x', ARGV[4], 'o', ARGV[5], 'd', ARGV[6], 'l', ARGV[8])
        redis.call('PEXPIRE', KEYS[1], ARGV[7])
        for i = 2, #KEYS do add(KEYS[i], ARGV[4], ARGV[1], ARGV[7], ARGV[2]) end
        return 1
        """);

    /// <summary>
    /// Replaces a record that has the expected version and expiry. KEYS: record, indexes to add to, indexes to remove from. ARGV: member,
    /// cutoff of indexes, expected version and expiry, version, expiry, owner, data, lifetime (empty to leave it), number of indexes to add
    /// to, last use. Returns a <see cref="WriteResult"/>.
    /// </summary>
    public static Script Update { get; } = new(Add + """
        local stored = redis.call('HMGET', KEYS[1], 'v', 'x')
        if stored[1] ~= ARGV[3] or stored[2] ~= ARGV[4] then return 0 end
        redis.call('HSET', KEYS[1], 'v', ARGV[5], 'x', ARGV[6], 'o', ARGV[7], 'd', ARGV[8], 'l', ARGV[11])
        if ARGV[9] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[9]) end
        local added = 1 + tonumber(ARGV[10])
        for i = 2, added do add(KEYS[i], ARGV[6], ARGV[1], ARGV[9], ARGV[2]) end
        for i = added + 1, #KEYS do redis.call('ZREM', KEYS[i], ARGV[1]) end
        return 1
        """);

    /// <summary>
    /// Moves the expiry and the last use of a record that has the expected version and has not expired. KEYS: record, indexes. ARGV:
    /// member, cutoff of indexes, expected version, now, expiry (empty to leave it), lifetime, last use, data (empty to leave it), expected
    /// expiry if that is left. Returns a <see cref="WriteResult"/>.
    /// </summary>
    public static Script Touch { get; } = new(Add + """
        local stored = redis.call('HMGET', KEYS[1], 'v', 'x')
        if stored[1] ~= ARGV[3] or tonumber(stored[2]) <= tonumber(ARGV[4]) then return 0 end
        if ARGV[5] == '' and stored[2] ~= ARGV[9] then return 0 end
        redis.call('HSET', KEYS[1], 'l', ARGV[7])
        if ARGV[8] ~= '' then redis.call('HSET', KEYS[1], 'd', ARGV[8]) end
        if ARGV[5] == '' then return 1 end
        redis.call('HSET', KEYS[1], 'x', ARGV[5])
        redis.call('PEXPIRE', KEYS[1], ARGV[6])
        for i = 2, #KEYS do add(KEYS[i], ARGV[5], ARGV[1], ARGV[6], ARGV[2]) end
        return 1
        """);

    /// <summary>
    /// Stores a record under a new key, and a closed copy under the old one, if that has the expected version and expiry. KEYS: old record,
    /// new record, indexes to add to, indexes to remove from. ARGV: new member, cutoff of indexes, expected version and expiry, old member;
    /// version, expiry, data and lifetime of the copy; version, expiry, owner, data and lifetime of the new record; number of indexes to
    /// add to; last use of the new record. Returns a <see cref="WriteResult"/>.
    /// </summary>
    public static Script Rotate { get; } = new(Add + """
        local stored = redis.call('HMGET', KEYS[1], 'v', 'x')
        if stored[1] ~= ARGV[3] or stored[2] ~= ARGV[4] then return 0 end
        if redis.call('EXISTS', KEYS[2]) == 1 then return 2 end
        redis.call('HSET', KEYS[2], 'v', ARGV[10], 'x', ARGV[11], 'o', ARGV[12], 'd', ARGV[13], 'l', ARGV[16])
        redis.call('PEXPIRE', KEYS[2], ARGV[14])
        redis.call('HSET', KEYS[1], 'v', ARGV[6], 'x', ARGV[7], 'o', '', 'd', ARGV[8], 'l', '', 'c', '1')
        redis.call('PEXPIRE', KEYS[1], ARGV[9])
        local added = 2 + tonumber(ARGV[15])
        for i = 3, added do add(KEYS[i], ARGV[11], ARGV[1], ARGV[14], ARGV[2]) end
        for i = added + 1, #KEYS do redis.call('ZREM', KEYS[i], ARGV[5]) end
        return 1
        """);

    /// <summary>
    /// Removes a record that is not a closed copy. KEYS: record, index. ARGV: member, now. Returns whether the record was live, and its
    /// owner; nothing if there is none.
    /// </summary>
    public static Script Remove { get; } = new("""
        local stored = redis.call('HMGET', KEYS[1], 'x', 'o', 'c')
        if not stored[1] or stored[3] then return false end
        redis.call('UNLINK', KEYS[1])
        redis.call('ZREM', KEYS[2], ARGV[1])
        return {tonumber(stored[1]) > tonumber(ARGV[2]) and 1 or 0, stored[2] or ''}
        """);

    /// <summary>Releases a lock, if the caller still holds it. KEYS: lock. ARGV: the caller's value.</summary>
    public static Script Release { get; } = new("""
        if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('UNLINK', KEYS[1]) end
        return 1
        """);

    /// <summary>
    /// Removes records that have expired. KEYS: index, records. ARGV: time until which they must have expired, their members. Returns the
    /// number of removed records.
    /// </summary>
    public static Script RemoveExpired { get; } = new("""
        local removed = 0
        for i = 2, #KEYS do
          local expires = redis.call('ZSCORE', KEYS[1], ARGV[i])
          if expires and tonumber(expires) <= tonumber(ARGV[1]) then
            redis.call('UNLINK', KEYS[i])
            redis.call('ZREM', KEYS[1], ARGV[i])
            removed = removed + 1
          end
        end
        return removed
        """);
}
