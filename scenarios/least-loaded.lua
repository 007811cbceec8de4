-- The policy least-loaded written anew, as a pattern for policies of your own: the candidate whose node has the fewest jobs for each core.
--
-- fogline calls choose() for every message to a component with several instances. It returns the index of a candidate, from 1.
--   candidates     a list of node numbers, in the order of the component's `at`; the place origin is the first
--   request        from, origin (node numbers), bytes, work, currency ("instructions", "flop", "cycles"), origin_first; time_left: seconds until
--                  the earliest deadline of its paths, math.huge if they have none
--   view.load(n, currency)    jobs waiting or served at node n, for each core; as of the last report, if the scenario says `information`
--   view.memory_free(n)       bytes that no instance takes there
--   view.cores(n, currency)   its cores
--   view.speed(n, currency)   work of one core in a second; for "flop" these three are of its accelerator, if it has one
--   view.tier(n)              "device", "edge", "fog" or "cloud"
--   view.group(n)             the name of its group, and its index there
--   view.latency(a, b)        seconds from node a to node b over free links
--   view.transfer(a, b, bytes)   the same for a message of so many bytes
--   view.now(), view.random()    simulated time in seconds; a number in [0, 1) that belongs to this decision
-- Global variables keep their values for one replication.

function choose(request, candidates, view)
  local best, least = 1, math.huge
  local load, currency = view.load, request.currency
  for i = 1, #candidates do
    local l = load(candidates[i], currency)
    if l < least then
      best, least = i, l
    end
  end
  return best
end
