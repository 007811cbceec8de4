#ifndef MODELS_ENERGY_METER_H
#define MODELS_ENERGY_METER_H

#include "models/world.h"

/*
 * The meter of a group that has power: joules by cause from the times that its nodes spend in their states, and the part
 * that each component's jobs carry. A job carries what is drawn above idle, shared at every instant among the busy cores, and for each
 * core its share of the idle power (idle power over cores). Idle power of free cores, sleep and start-up belong to no job: they are unattributed.
 *
 * Of a curve, power above idle not in proportion to the busy cores, a busy core's part is that at full load, dynamic_w, and a
 * correction that depends on how many are busy. It is nothing when all are, so that jobs which share cores need not be told apart.
 */
/* What energy is drawn for. */
enum draw { DRAW_IDLE, DRAW_DYNAMIC, DRAW_SLEEP, DRAW_START_UP, DRAWS };

struct power_times;
struct sleep;
struct station;

struct meter {
	uint32_t cores;
	double idle_w, sleep_w, start_up_w;  /* of a node */
	double range_w;                    /* of a node above idle, with all cores busy */
	double dynamic_w;                  /* of a busy core above idle, with all busy */
	double carried_w;                  /* what a job carries for its core-time: dynamic_w and a share of idle_w */
	const double *above_w;             /* of a curve: of a node above idle, by busy cores; else NULL */
	struct usage *usage;               /* by component */
};

/* What the jobs of one component use in all nodes of a group. */
struct usage {
	struct level in_service;           /* cores of jobs that have their own */
	double shared_ns;                  /* core-time of those that shared cores; less what the jobs present had had at the reset */
	double correction_j;               /* of a curve, up to the last changes (struct part has the rest) */
};

/* What the jobs of a component carry, in joules. */
struct carried { double idle_j, dynamic_j; };

/* In the arena; `sleep` NULL: never sleeps. */
struct meter *meter_new(struct arena *arena, const struct group *group, const struct choice *power, const struct sleep *sleep);

/* Once the components are known. */
void meter_prepare(struct world *w, struct meter *meter);

/* Joules by what they are drawn for, of one node, or of several whose times were added. */
void meter_energy(const struct meter *meter, const struct power_times *times, double joule[DRAWS]);

/*
 * A core of the station is about to be taken by `job`, or to be left by it, after `core_ns` of core-time; what it carries goes to
 * its component and its request. Where cores are shared all jobs present have one.
 */
void meter_service_begins(struct sim *sim, struct station *station, struct job *job);
void meter_service_ends(struct sim *sim, struct station *station, struct job *job, double core_ns);

/* `n` more cores are about to be taken by `job`, or to be left by it; each has had `core_ns`. Where jobs have cores of their own. */
void meter_service_spreads(struct sim *sim, struct station *station, const struct job *job, uint32_t n);
void meter_service_gathers(struct sim *sim, struct station *station, struct job *job, uint32_t n, double core_ns);

/* Add what the jobs of each component carried in the nodes of `group` since accounted_from; `sum` has world.components elements. */
void meter_carried(const struct sim *sim, const struct group *group, struct carried *sum);

/* Begin all sums anew at sim->now; before the group's stations do. */
void meter_reset(struct sim *sim, const struct group *group);

#endif
