-- Greedy placement by cost, the policy greedy-latency written anew, as a pattern for placements of your own: one instance after the other, each where it
-- lowers most the time that the component's messages take.
--
-- fogline calls place() once for each component without `at`, in the order of the file. It returns the index of a candidate, from 1, or a list of indices:
-- as many as component.replicas says, where the scenario gives it, each once.
--   component      name, application, layer, memory (bytes of an instance), replicas (nil: as many as the policy makes)
--   candidates     a list of the node numbers where it may go and has room
--   view.cost(a, b, ...)      seconds that the messages to and from it take in each second of the run, with instances at these nodes and no other
--   view.memory_free(n)       bytes that no instance takes at node n
--   view.cores(n, currency), view.speed(n, currency), view.tier(n), view.group(n), view.latency(a, b), view.transfer(a, b, bytes)   as for choose(), see least-loaded.lua
--   view.random()             a number in [0, 1) that follows from the seed and the component
-- Global variables keep their values from one component to the next. Components placed before, and those with `at`, are in the costs.

function place(component, candidates, view)
  local taken, nodes, answer = {}, {}, {}
  for instance = 1, component.replicas or 1 do
    local best, least
    for i = 1, #candidates do
      if not taken[i] then
        nodes[instance] = candidates[i]
        local cost = view.cost(table.unpack(nodes))
        if not least or cost < least then
          best, least = i, cost
        end
      end
    end
    taken[best] = true
    nodes[instance] = candidates[best]
    answer[instance] = best
  end
  return answer
end
