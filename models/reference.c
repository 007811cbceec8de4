/* What the models may write, for the reference. A table or column that only some scenarios have needs its key here. */
#include "models/measure.h"

const char model_full_scenario[] =
	"fogline: 1\n"
	"run: {duration: 2 s}\n"
	"nodes:\n"
	"  CLOUD: {tier: cloud, speed: 10 MIPS, memory: 1 GB, power: {idle: 1 W, busy: 2 W}, sleep: {after: 1 s}, cost: {time: 1 /h}, position: {latitude: 0, longitude: 0}}\n"
	"  PHONE: {tier: device, position: {points: [[0 m, 0 m]]}}\n"
	"  EDGE: {tier: edge, speed: 10 MIPS}\n"
	"network: {links: [{from: PHONE, to: CLOUD, latency: 1 ms, bandwidth: 1 Mbps}, {from: EDGE, to: CLOUD, latency: 1 ms, bandwidth: 1 Mbps}]}\n"
	"applications:\n"
	"  SEARCHED: {placement: optimal, components: {WORKER: {layer: service, among: CLOUD}}, messages: {WORK: {to: WORKER, work: 1 MI}}}\n"
	"  APPLICATION:\n"
	"    components: {APP: {layer: ui, at: origin}, SERVICE: {layer: service, among: [CLOUD, EDGE], replicas: 2}}\n"
	"    messages:\n"
	"      ASK: {from: APP, to: SERVICE, work: 1 MI}\n"
	"      ANSWER: {after: ASK, to: APP}\n"
	"      OTHER: {after: ASK, to: APP}\n"
	"      JOINED: {after: {all: [ANSWER, OTHER]}, to: APP}\n"
	"    paths: {RESPONSE: {from: ASK, to: JOINED, deadline: 1 s}}\n"
	"workload: {USERS: {application: APPLICATION, start: ASK, from: PHONE, arrivals: poisson(1 /s)}}\n"
	"offloading: random\n"
	"output: {series: 1 s, totals: all, trace: 1, breakdown: layers}\n";

const struct measures *model_all_measures(void)
{
	return measurement_all();
}
