#ifndef MODELS_ENERGY_STATES_H
#define MODELS_ENERGY_STATES_H

#include "models/energy/meter.h"

/*
 * The states of a node that can sleep, and the times with so many cores busy where power is not in proportion to them. Made
 * with the station, and only where one of the two is asked for; a node that has never had a job needs none.
 */
enum power_state { POWER_AWAKE, POWER_ASLEEP, POWER_STARTING, POWER_STATES };

/* The jobs of one component at one node; only of a curve. */
struct part {
	uint32_t in_service;               /* their cores */
	double from_j;                     /* power.each_j when that last changed */
};

struct power {
	struct event started_up;
	struct stream stream;              /* of the start-up times */
	uint32_t node;
	uint8_t state;                     /* as of the last event: falling asleep is none, it is seen to when a job comes */
	sim_time empty_from;               /* when the last job left; SIM_TIME_NONE while there is one */
	sim_time since;                    /* in_state is up to here */
	sim_time in_state[POWER_STATES];
	sim_time *by_busy;                 /* time with 0, 1, ... cores busy; NULL unless the meter has a curve */
	sim_time changed;                  /* by_busy and each_j are up to here */
	double each_j;                     /* the correction (meter.h) that a job in service all the time would have carried */
	struct part *part;                 /* by component */
};

/* Times of one node, or of several that were added. */
struct power_times {
	i128 in_state[POWER_STATES];       /* node-nanoseconds */
	i128 busy_ns;                      /* core-nanoseconds */
	double above_j;                    /* of a curve: energy above idle */
};

struct power *power_new(struct sim *sim, uint32_t node);

/* A job has come to a node without one. True: it was asleep; it starts up now, and `started_up` is yet to be scheduled. */
bool power_job_came(struct sim *sim, struct power *power);

/* How long this start-up takes. */
sim_time power_start_up_time(struct sim *sim, struct power *power);

/* The start-up is over; `jobs` are there. */
void power_is_up(struct power *power, sim_time now, uint32_t jobs);

/* The number of busy cores is about to change from `busy`: bring by_busy and each_j up to now. */
void power_busy_changes(struct power *power, const struct meter *meter, uint32_t busy, sim_time now);

/* power.each_j as of now, with `busy` cores busy. */
double power_each_j(const struct power *power, const struct meter *meter, uint32_t busy, sim_time now);

/* The times of a node from accounted_from to now. */
void power_times_read(const struct sim *sim, uint32_t node, struct power_times *times);

/* Of them, the time with so many cores busy, where the meter has a curve. */
sim_time power_time_busy(const struct sim *sim, uint32_t node, uint32_t busy);

/* Begin all times anew at sim->now. */
void power_reset(struct sim *sim, const struct station *station);

/* The law: the times in all states add up to the time, and agree with what the station knows. False with a reason in sim->failure. */
bool power_balanced(struct sim *sim, const struct station *station);

#endif
