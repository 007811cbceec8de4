#!/bin/sh
# Placement in Lua: the twin of greedy-latency places the same; mistakes are told by file and line; the sandbox is that of offloading.
. "$SRCDIR/tests/lib.sh"

# places NAME SCENARIO SET...: NAME.txt has what `check` says of hosts, without the name of the policy.
places() {
	name=$1 scenario=$2
	shift 2
	for set in "$@"; do
		shift
		set -- "$@" --set "$set"
	done
	run "$FOGLINE" check "$scenario" "$@"
	expect_code "$name" 0
	sed -n 's/placed by [a-z-]*/placed/p' out >"$name.txt"
}

cp "$SRCDIR/scenarios/median.lua" .
for case in chain greedy; do
	for replicas in 1 2 3; do
		set="applications.app.components.worker.replicas=$replicas"
		places greedy-latency "$SRCDIR/tests/placement/$case.yaml" placement=greedy-latency "$set"
		places lua "$SRCDIR/tests/placement/$case.yaml" "placement={lua: {file: median.lua}}" "$set"
		check "$case, $replicas instances: the twin places the same" cmp -s greedy-latency.txt lua.txt
		check "$case, $replicas instances: somewhere" test -s lua.txt
	done
done

# with WHAT CODE TEXT: place.lua, from standard input, places, and `check` ends with CODE and says TEXT. Of nine bins, items of 5, 7, 5, 2, 4, 2, 5, 1 and 6 GB in turn.
bins=$SRCDIR/tests/placement/bins.yaml
with() {
	cat >place.lua
	run "$FOGLINE" check "$bins" --set "placement={policy: lua, file: place.lua${options-}}"
	expect_code "$1" "$2"
	if [ "$2" -eq 0 ]; then
		printf '%b' "$3" >wanted
		sed -n 's/^ *item-\([0-9]\) .*placed by lua: bin\[\([0-9]\)\].*/\1 \2/p' out >got
		check "$1: as expected" diff wanted got
	else
		expect_in "$1: says so" err "$3"
	fi
}

# The last candidates are the bins with the highest numbers that have room: 5 in 8; 7 in 7; 5 in 8; 2 in 7; 4 in 6, since 8 is full and 7 has 1 left; 2 and 1 there and in 7; and so on.
with "the last that has room" 0 "0 8\n1 7\n2 8\n3 7\n4 6\n5 6\n6 5\n7 7\n8 4\n" <<'END'
function place(component, candidates, view) return #candidates end
END
with "what it sees" 0 "0 0\n1 1\n2 2\n3 3\n4 4\n5 5\n6 6\n7 7\n8 8\n" <<'END'
calls = 0
function place(component, candidates, view)
  calls = calls + 1
  local i = 1
  while view.memory_free(candidates[i]) < 1e10 do i = i + 1 end
  local n = candidates[i]
  local group, index = view.group(n)
  local r = view.random()
  if component.name ~= "item-" .. calls - 1 or component.application ~= "app" or component.layer ~= "service" then error("names") end
  if component.replicas ~= nil or (calls == 1 and component.memory ~= 5e9) then error("component") end
  if #candidates < 10 - calls or group ~= "bin" or index ~= calls - 1 or view.tier(n) ~= "edge" or view.cores(n) ~= 1 then error("candidates") end
  if view.speed(n) ~= 1e9 or view.load(n) ~= 0 or view.now() ~= 0 then error("node") end
  if view.cost(n) < 0 or view.cost(n, candidates[1]) > view.cost(n) or r < 0 or r >= 1 then error("numbers") end
  return { i }
end
END
options=", instructions: 20000"
with "an endless loop" 2 "place.lua:1:1: error: more than 20000 instructions in one call, asked for component 'item-0'" <<'END'
function place() while true do end end
END
with "costs without end" 2 "place.lua:2:1: error: more than 20000 instructions" <<'END'
function place(component, candidates, view)
  for i = 1, 100 do view.cost(candidates[1]) end
end
END
options=", memory: 100 kB"
with "memory without end" 2 "not enough memory" <<'END'
function place() local all = {} for i = 1, 1e5 do all[i] = { i } end return 1 end
END
options=
with "a mistake of syntax" 2 "place.lua:2:1: error: unexpected symbol" <<'END'
function place(component, candidates, view)
return ) 1
end
END
with "no function place" 2 "place.lua has no function 'place'" <<'END'
function choose() return 1 end
END
with "an error while asked" 2 "place.lua:3:1: error: attempt to perform arithmetic on a nil value (field 'mem'), asked for component 'item-0'" <<'END'

function place(component, candidates, view)
  return component.mem + 1
end
END
with "an index beyond the candidates" 2 "bins.yaml:16:7: error: place returned 10; expected a whole number from 1 to 9, or a list of them, asked for component 'item-0'" <<'END'
function place(component, candidates, view) return #candidates + 1 end
END
with "an answer that is no number" 2 "place returned nil; expected a whole number from 1 to 9" <<'END'
function place() end
END
with "a table in a list" 2 "place returned table; expected" <<'END'
function place() return { {} } end
END
with "an empty list" 2 "place returned 0 nodes; expected at least 1" <<'END'
function place() return {} end
END
with "a node twice" 2 "place returned 2 twice; at most one instance goes on a node" <<'END'
function place() return { 2, 3, 2 } end
END
with "a node that is not there" 2 "no such node" <<'END'
function place(component, candidates, view) return view.cost(1e6) end
END
for name in io os require dofile loadfile load debug package coroutine print collectgarbage pcall setmetatable getmetatable rawset rawget next string.dump string.rep \
	math.random; do
	with "$name is not there" 2 "place.lua:2:1: error: as it should be" <<-END
	function place() if $name ~= nil then return 1 end
	error("as it should be") end
	END
done
with "no loading through methods of texts" 2 "attempt to call a nil value (method 'dump')" <<'END'
function place() return ("x"):dump() end
END
with "all full" 2 "component 'item-1' cannot be placed by lua: 0 of 1 instance found room" <<'END'
function place(component, candidates, view)
  if component.name == "item-0" then return { 1, 2, 3, 4, 5, 6, 7, 8, 9 } end
  return 1
end
END
cp "$SRCDIR/scenarios/lua-policy.yaml" policy.yaml
printf 'function choose(r, c, view) return view.cost(c[1]) end\n' >choose.lua
run "$FOGLINE" run policy.yaml -q -o out.h5 --set offloading.file=choose.lua
expect_code "a cost while choosing" 1
expect_in "a cost while choosing: says so" err "choose.lua:1: cost is for place() alone"

run "$FOGLINE" check "$SRCDIR/tests/placement/chain.yaml" --set "placement={lua: {file: place.lua}}"
printf 'function place() return { 1, 2 } end\n' >place.lua
run "$FOGLINE" check "$SRCDIR/tests/placement/chain.yaml" --set "placement={lua: {file: place.lua}}"
expect_code "fewer than the replicas" 2
expect_in "fewer than the replicas: says so" err "place returned 2 nodes; expected 3"
finish
