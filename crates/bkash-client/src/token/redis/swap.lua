-- Sets KEYS[1] to ARGV[2] if it still is what was read: ARGV[1], or nothing if that is empty.
local found = redis.call('GET', KEYS[1])
if (found or '') == ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[2])
    return 1
end
return 0
