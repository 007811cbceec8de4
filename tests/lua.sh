#!/bin/sh
# Policies in Lua: the twin of a built-in policy decides the same; mistakes are told by file and line; nothing leaves the sandbox.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/scenarios/lua-policy.yaml
short="--set run.duration=20s --set run.warmup=2s"

# shellcheck disable=SC2086
for policy in least-loaded lua; do
	case $policy in
	lua) run "$FOGLINE" run "$scenario" $short -q -o lua.h5 ;;
	*) run "$FOGLINE" run "$scenario" $short --set "offloading=$policy" -q -o $policy.h5 ;;
	esac
	expect_code "$policy runs" 0
	"$FOGLINE" inspect $policy.h5 replications --csv >$policy.csv
done
check "the twin of least-loaded gives the same results" cmp -s lua.csv least-loaded.csv

# The script sees loads as of the last report too.
for policy in least-loaded lua; do
	set="offloading={policy: least-loaded, information: 1 s}"
	[ $policy = lua ] && set="offloading.information=1 s"
	# shellcheck disable=SC2086
	run "$FOGLINE" run "$scenario" $short --set "$set" -q -o $policy.h5
	expect_code "$policy runs on reports" 0
	"$FOGLINE" inspect $policy.h5 replications --csv >$policy-old.csv
done
check "the twin gives the same results on reports" cmp -s lua-old.csv least-loaded-old.csv
check "and these are others" test "$(cmp lua.csv lua-old.csv | wc -l)" -eq 1

# with WHAT CODE TEXT: policy.lua, from standard input, is used by a run, which ends with CODE and says TEXT.
cp "$scenario" policy.yaml
with() {
	cat >policy.lua
	rm -f out.h5
	# shellcheck disable=SC2086
	run "$FOGLINE" run policy.yaml $short --replications 1 --set offloading.file=policy.lua -q -o out.h5
	expect_code "$1" "$2"
	[ -z "$3" ] || expect_in "$1: says so" err "$3"
	[ "$2" -eq 0 ] || check "$1: no file" test ! -e out.h5
}

with "a mistake of syntax" 2 "policy.lua:2:1: error: unexpected symbol" <<'END'
function choose(request, candidates, view)
return ) 1
end
END
with "no function choose" 2 "policy.lua has no function 'choose'" <<'END'
function chose() return 1 end
END
with "an error while loading" 2 "policy.lua:1:1: error: attempt to index a nil value (global 'nothing')" <<'END'
local x = nothing.here
END
with "an error while asked" 1 "policy.lua:3: attempt to perform arithmetic on a nil value" <<'END'

function choose(request, candidates, view)
  return request.sise + 1
end
END
with "an index beyond the candidates" 1 "choose returned 11; expected a whole number from 1 to 10" <<'END'
function choose(request, candidates, view) return #candidates + 1 end
END
with "an answer that is no number" 1 "choose returned nil" <<'END'
function choose() end
END
# Every replication fails alike, which is no reason to say it five times.
run "$FOGLINE" run policy.yaml --replications 5 --set offloading.file=policy.lua -q -o out.h5
expect_code "a mistake in every replication" 1
check "a mistake in every replication is told once" test "$(grep -c 'choose returned nil' err)" -eq 1
expect_in "a mistake in every replication: how many" err "4 more replications failed for a reason told above"
run "$FOGLINE" help offloading.lua
for word in load cores speed tier group memory_free latency transfer now random; do
	expect_in "the help of lua has view.$word" out "view.$word("
done
with "an endless loop" 1 "policy.lua:1: more than 1000000 instructions in one call" <<'END'
function choose() while true do end end
END
with "an endless loop while loading" 2 "more than 1000000 instructions" <<'END'
while true do end
END
with "memory without end" 1 "not enough memory" <<'END'
local all = {}
function choose() for i = 1, 1e5 do all[#all + 1] = { i } end return 1 end
END
with "a node that is not there" 1 "no such node" <<'END'
function choose(r, c, view) return view.load(-1) + 1 end
END
with "bytecode" 2 "policy.lua" <<'END'
Lua
END
for name in io os require dofile loadfile load debug package coroutine print collectgarbage pcall setmetatable rawset next string.dump string.rep \
	math.random math.randomseed; do
	with "$name is not there" 0 "" <<-END
	function choose() if $name ~= nil then error("it is there") end return 1 end
	END
done

# Addresses must not show: the same bits in every run.
with "pairs goes in the order of the keys" 0 "" <<'END'
function choose()
  local t, seen = { b = 1, a = 2, [3] = 3, [1] = 4, c = 5, [true] = 6 }, ""
  for k, v in pairs(t) do seen = seen .. tostring(k) .. v end
  if seen ~= "1433a2b1c5true6" then error(seen) end
  return 1
end
END
with "pairs over keys that have no order" 1 "a key is a table, which has no order" <<'END'
function choose() for k in pairs({ [{}] = 1 }) do end return 1 end
END
with "an address as text" 0 "" <<'END'
function choose()
  if tostring({}) ~= "table" or tostring(choose) ~= "function" then error("an address") end
  return 1
end
END
with "an address by format" 1 "number, text or boolean expected" <<'END'
function choose() return #string.format("%s", {}) end
END
with "an address by %p" 1 "%p is not available" <<'END'
function choose() return #string.format("%p", "x") end
END
with "what it sees" 0 "" <<'END'
function choose(request, candidates, view)
  local n = candidates[1]
  local group, index = view.group(n)
  local r = view.random()
  if #candidates ~= 10 or group ~= "edge" or index ~= 0 or view.tier(n) ~= "edge" or view.cores(n) ~= 2 then error("candidates") end
  if view.speed(n) ~= 2e9 or view.speed(n, "flop") ~= 0 or request.currency ~= "instructions" then error("speed") end
  if view.tier(request.from) ~= "device" or request.from ~= request.origin or request.bytes ~= 20000 then error("request") end
  -- 5 ms to its own edge node, 2 ms more to another, at most; 20 kB at 20 Mbps are 8 ms, at 1 Gbps 0.16 ms.
  local l, t = view.latency(request.from, n), view.transfer(request.from, n, 20000)
  if math.abs(l - 0.005) > 1e-12 and math.abs(l - 0.007) > 1e-12 then error("latency " .. l) end
  if math.abs(t - l - 0.008) > 1e-9 and math.abs(t - l - 0.00816) > 1e-9 then error("transfer " .. t) end
  -- The path response began with the request, 500 ms before its deadline.
  if math.abs(request.time_left - 0.5) > 1e-12 then error("time left " .. request.time_left) end
  if r < 0 or r >= 1 or view.now() <= 0 or view.load(n) < 0 then error("numbers") end
  return #candidates
end
END

# Chance belongs to the decision: the same for any number of workers, and global variables begin anew with each replication.
cat >policy.lua <<'END'
calls = 0
function choose(request, candidates, view)
  calls = calls + 1
  return 1 + (calls + math.floor(view.random() * #candidates)) % #candidates
end
END
FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO
for jobs in 1 2 3; do
	# shellcheck disable=SC2086
	run "$FOGLINE" run policy.yaml $short --set offloading.file=policy.lua -q -j $jobs -o jobs$jobs.h5
	check "$jobs workers write the same bytes" cmp -s jobs1.h5 jobs$jobs.h5
done
finish
