/* What holds whatever a scenario chooses, for the reference and for reports. */
#include "sim/kernel/model.h"

const struct model_assumption model_assumptions[] = {
	{ "Time", "Simulated time is counted in whole nanoseconds, and every duration is rounded to the nearest. Events of one nanosecond have a fixed "
		  "order: what links deliver comes first, by the number of the link; the rest in the order in which it was scheduled.", NULL },
	{ "Requests", "A request is one arrival of a workload, or one message sent by the clock (`every`), and all messages that follow from it. It ends "
		      "when none of them is under way, waiting or served. A path is measured once in a request. A request has failed if one of its messages was lost.", NULL },
	{ "Work", "The work of a message takes work / speed of a core, on one core of one node; with `parallel`, on the cores that are free when it begins, by "
		  "Amdahl's law. The speed does not depend on what else runs there, but through "
		  "the scheduling. All instances on a node share its cores and its queue, unless their component reserves `cores`.", NULL },
	{ "Links", "A message crosses a link as a whole (store and forward): it waits until all that came before it in its direction has been sent, is sent in "
		   "size / bandwidth, and arrives one latency later. The queue of a link has no bound, and nothing is lost in it. Both directions "
		   "are independent. There are no packets, headers, acknowledgements or congestion control.", NULL },
	{ "Routes", "A message takes the way with the least sum of latencies, of equals the one with the fewest hops, then the first in the file, whatever the load. "
		    "A device to which no other device attaches is a leaf: no way leads through it. Between components on one node a message takes no time.", NULL },
	{ "Decisions", "Policies decide when a message is created. A decision takes no time, costs no energy, and knows the state of that instant, or, with "
		       "`information`, loads as of the last report, which costs nothing.", NULL },
	{ "Energy", "Only nodes have power, and only those that declare it. Links and radios have none.", NULL },
	{ "Chance", "What belongs to a request (sizes, works, probabilities) is drawn from keys of seed, replication, origin, number and message, so the same "
		    "request asks the same under every policy (common random numbers). Arrivals have a stream for each source. What builds the "
		    "world is drawn from the seed alone, and is the same in every replication.", NULL },
	{ "Intervals", "A mean is that over replications, with a 95 % interval by Student's t. A single replication is cut into 20 equal parts, whose means "
		       "stand for replications (batch means). With run.antithetic the means of pairs of replications stand for replications. Percentiles come from a histogram, and are within 0.4 %.",
	  "Law, Simulation Modeling and Analysis, 5th edition, 2015, chapter 9" },
	{ 0 }
};
