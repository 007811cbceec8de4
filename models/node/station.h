#ifndef MODELS_NODE_STATION_H
#define MODELS_NODE_STATION_H

#include "models/world.h"

/*
 * A station: the cores of one node and the jobs that wait for them. Made when
 * work first arrives. A discipline decides who is served when; the station
 * keeps the counts that every discipline shares.
 */
struct station {
	uint32_t node;
	uint32_t cores, busy, waiting, limit;    /* cores, limit: NONE is unlimited; no cores: it starts up */
	uint32_t all_cores;                      /* that it has when it is up */
	double speed[CURRENCIES];
	const struct discipline_class *how;
	struct job *first, *last;                /* waiting, in the order of arrival (fcfs) */
	void *state;                             /* of the discipline, state_size bytes; NULL: none */
	struct meter *meter;                     /* of its group; NULL: no power is given */
	struct power *power;                     /* NULL: it never sleeps, and its power is linear or not given */
	struct level jobs;                       /* waiting or served */
	struct level served_cores;               /* busy cores over time */
	sim_time empty_since;                    /* when the last job left; SIM_TIME_NONE while there is one */
	sim_time empty_ns;                       /* time without a job, up to empty_since */
	i128 served_ns;                          /* core-time of the jobs served to their end since the reset: against served_cores */
	i128 started_ns;                         /* sum of the starts of those in service, to count them up to any instant */
	uint64_t arrived, completed, rejected;   /* since accounted_from */
	struct shared_node *shared;              /* with other stations on its node (node/reserved.h); NULL: it is the only one */
	struct level *further;                   /* cores beyond the first of the jobs in service; NULL: none ever had several */
};

struct discipline_class {
	struct model_class model;
	/* `job` has arrived and may wait; serve it now or later, and call station_served when it is done. */
	void (*arrived)(struct sim *sim, struct station *station, struct job *job);
	/* The station has got its cores: serve those that wait. */
	void (*resume)(struct sim *sim, struct station *station);
	/* Bytes of station.state, zeroed when it is made; NULL: none. */
	size_t (*state_size)(const struct world *w);
	/* Where jobs share cores: the core-ns that each job present has had. NULL: station_start and station_served tell. */
	void (*each_attained)(const struct sim *sim, const struct station *station,
			      void (*each)(void *with, const struct job *job, double core_ns), void *with);
	/* Of those that share ordered.h: the least key is served first; `left` ns of the job's service are to go. NULL for others. */
	uint64_t (*key)(const struct sim *sim, const struct job *job, sim_time left);
	bool heeds_priority, heeds_weight, heeds_parallel;
};

/* The station of a node, made now if need be. */
struct station *station_make(struct sim *sim, uint32_t node);

static inline struct station *station_of(struct sim *sim, uint32_t node)
{
	struct station *s = sim->world->node[node].station;

	return s ? s : station_make(sim, node);
}

/* Prefetch what an arrival or a departure touches; NULL: nothing. */
static inline void station_expect(const struct station *s)
{
	for (size_t i = 0; s && i < sizeof *s; i += CACHE_LINE)
		__builtin_prefetch((const char *)s + i, 1);
}

/* Jobs waiting or served at `node` now; 0 where nothing has ever arrived. */
uint32_t station_jobs(const struct world *w, uint32_t node);

/* `job` asks for service at a station of its node: it is served in turn (job_done), or lost if the queue is full (job_lost). */
void station_receive(struct sim *sim, struct station *station, struct job *job);

/* A station at `node`, with so many of its cores. */
struct station *station_new(struct sim *sim, uint32_t node, uint32_t cores);

/* For disciplines: how long the work of `job` takes at full speed of one core. */
sim_time station_time(const struct sim *sim, const struct station *station, const struct job *job);

/* For disciplines: `job` gets a core now and keeps it; its service takes the returned time at full speed. */
sim_time station_start(struct sim *sim, struct station *station, struct job *job);

/* For disciplines: the service of `job`, begun at `started`, is over and its core is free. The job is done. */
void station_served(struct sim *sim, struct station *station, struct job *job, sim_time started);

/* For disciplines: `job`, begun at `started`, gives its core up for now; it stays in the station. */
void station_interrupted(struct sim *sim, struct station *station, struct job *job, sim_time started);

/* For disciplines with each_attained: `n` jobs share the cores from now on. */
void station_shared(struct sim *sim, struct station *station, uint32_t n);

/*
 * For disciplines with each_attained, after station_shared: `job` is done; `service` is its time at full speed, the rest of its stay is
 * queueing; `core_ns` is the core-time that it has had, to the fraction of a nanosecond.
 */
void station_left(struct sim *sim, struct station *station, struct job *job, sim_time service, double core_ns);

/*
 * For disciplines: `job`, which has been started, gets `n` of the free cores besides its own; they are taken from it before station_served, `started` being
 * when its service began.
 */
void station_spread(struct sim *sim, struct station *station, struct job *job, uint32_t n);
void station_gather(struct sim *sim, struct station *station, struct job *job, uint32_t n, sim_time started);

/* Begin all sums anew at sim->now; what is in the station stays. */
void station_reset(struct sim *sim, struct station *station);

/* Core-nanoseconds busy, job-nanoseconds, and nanoseconds without a job since accounted_from, up to `now`. */
i128 station_busy(const struct station *station, sim_time now);
i128 station_area(const struct station *station, sim_time now);
sim_time station_empty(const struct station *station, sim_time now);

/* Of the core-nanoseconds busy, those of cores beyond the first of each job. */
i128 station_further(const struct station *station, sim_time now);

/*
 * The law: the core-time of the services, each counted from its start to its end or to now, is the integral of
 * busy cores, and busy and idle time add up to cores x time. False with a reason in sim->failure.
 */
bool station_balanced(struct sim *sim, const struct station *station);

/* Prefetch what `event` will touch, the end of a service first come, first served, then the job that is next there; false if it is none. */
bool fcfs_foresee(const struct world *w, const struct event *event, bool again);

#endif
