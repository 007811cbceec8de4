/*
 * Processor sharing: all jobs at the node are in service at once. With n jobs on c cores each has min(1, c/n) of a core; with weights
 * a job has min(1, its weight x t) of a core, where t is such that the shares add up to the cores (weighted fair sharing,
 * a core each at most, the rest filled up as water finds its level: Parekh, Gallager, IEEE/ACM TON 1(3), 1993).
 *
 * Jobs of one weight share a clock of attained service, which runs at their rate; a job is done when it reaches the clock's value at its
 * arrival plus its own time at full speed. So a station needs one heap for each weight and one event, which moves
 * with every arrival and departure. Switching costs nothing.
 */
#include "models/app/job.h"
#include "models/node/job_heap.h"
#include "models/node/reserved.h"

#include <math.h>
#include <string.h>

/* The jobs of one weight. Clocks begin anew when the last job leaves, so that they keep their precision. */
struct share { double clock_ns, rate; struct job_heap jobs; };

struct sharing {
	struct event next;
	struct station *station;
	sim_time since;                    /* the clocks are as of then */
	uint64_t turns;
	uint32_t due;                      /* the share whose first job is done next */
	struct share share[];              /* by class of weight, the greatest weight last */
};

static size_t state_size(const struct world *w)
{
	return sizeof(struct sharing) + w->weights * sizeof(struct share);
}

/* Times are not negative, so their bits are in their order. */
static uint64_t key_of(double ns)
{
	uint64_t bits;

	memcpy(&bits, &ns, sizeof bits);
	return bits;
}

static double ns_of(uint64_t key)
{
	double ns;

	memcpy(&ns, &key, sizeof ns);
	return ns;
}

static void advance(const struct sim *sim, struct sharing *p)
{
	double passed = (double)(sim->now - p->since);

	for (uint32_t k = 0; k < sim->world->weights; k++)
		p->share[k].clock_ns += p->share[k].rate * passed;
	p->since = sim->now;
}

/* The weights of the jobs up to class `k`. */
static double weight_up_to(const struct world *w, const struct sharing *p, uint32_t k)
{
	double sum = 0;

	for (uint32_t i = 0; i <= k; i++)
		sum += p->share[i].jobs.n * w->weight[i];
	return sum;
}

/* From the greatest weight on, a core for each while its due is more than that. */
static void set_rates(const struct sim *sim, struct sharing *p)
{
	const struct world *w = sim->world;
	double cores = p->station->cores == NONE ? INFINITY : p->station->cores;

	for (uint32_t k = w->weights; k-- > 0;) {
		double weight = weight_up_to(w, p, k);
		double due = weight > 0 ? w->weight[k] * cores / weight : 1;

		p->share[k].rate = fmin(1, due);
		if (due >= 1) {
			cores -= p->share[k].jobs.n;
			continue;
		}
		while (k-- > 0)
			p->share[k].rate = w->weight[k] * cores / weight;
		return;
	}
}

static void job_served(struct sim *sim, struct event *event);

/* Let the event be at the earliest end. Rounded up: a nanosecond early would leave a remainder. */
static void expect(struct sim *sim, struct sharing *p)
{
	double least = INFINITY;
	sim_time at;

	for (uint32_t k = 0; k < sim->world->weights; k++) {
		const struct share *share = &p->share[k];
		double left;

		if (!share->jobs.n)
			continue;
		left = fmax(0, ns_of(share->jobs.entry[0].key) - share->clock_ns) / share->rate;
		if (left < least) {
			least = left;
			p->due = k;
		}
	}
	if (isinf(least)) {
		sim_cancel(sim, &p->next);
		return;
	}
	at = ceil(least) < (double)(SIM_TIME_MAX - sim->now) ? sim->now + (sim_time)ceil(least) : SIM_TIME_MAX;
	if (event_pending(&p->next))
		sim_move(sim, &p->next, at);
	else
		sim_at_moving(sim, &p->next, at, job_served);
}

static void changed(struct sim *sim, struct sharing *p)
{
	uint64_t n = 0;

	for (uint32_t k = 0; k < sim->world->weights; k++)
		n += p->share[k].jobs.n;
	if (n == 0)
		for (uint32_t k = 0; k < sim->world->weights; k++)
			p->share[k].clock_ns = 0;
	set_rates(sim, p);
	station_shared(sim, p->station, (uint32_t)n);
	expect(sim, p);
}

static void job_served(struct sim *sim, struct event *event)
{
	struct sharing *p = container_of(event, struct sharing, next);
	struct share *share = &p->share[p->due];
	double over_ns;
	sim_time service;
	struct job *job;

	advance(sim, p);
	/* It keeps its part of the cores up to the nanosecond in which it is done. */
	over_ns = share->clock_ns - ns_of(share->jobs.entry[0].key);
	job = job_heap_pop(&share->jobs);
	/* The rest of its stay it waited, in small pieces. */
	changed(sim, p);
	service = station_time(sim, p->station, job);
	station_left(sim, p->station, job, service, (double)service + over_ns);
	if (p->station->shared)
		shared_job_left(p->station, sim->now);
	jobs_follow_up(sim);
}

static void arrived(struct sim *sim, struct station *s, struct job *job)
{
	struct sharing *p = s->state;
	struct share *share = &p->share[job->message->weight_class];

	p->station = s;
	if (s->shared)
		shared_job_came(s, sim->now);
	advance(sim, p);
	job_heap_push(sim->world, &share->jobs, key_of(share->clock_ns + (double)station_time(sim, s, job)), ++p->turns, job);
	changed(sim, p);
}

static void resume(struct sim *sim, struct station *s)
{
	advance(sim, s->state);
	changed(sim, s->state);
}

/* What a job's clock lacks of its end, taken from its work. */
static void each_attained(const struct sim *sim, const struct station *s,
			  void (*each)(void *with, const struct job *job, double core_ns), void *with)
{
	const struct sharing *p = s->state;

	for (uint32_t k = 0; k < sim->world->weights; k++) {
		const struct share *share = &p->share[k];
		double clock_ns = share->clock_ns + share->rate * (double)(sim->now - p->since);

		for (uint32_t i = 0; i < share->jobs.n; i++)
			each(with, share->jobs.entry[i].job, (double)station_time(sim, s, share->jobs.entry[i].job)
			     - (ns_of(share->jobs.entry[i].key) - clock_ns));
	}
}

const struct discipline_class discipline_ps = {
	.model = { .slot = "scheduling", .name = "ps",
		   .help = "processor sharing: all jobs at once, each with an equal share of the cores, or one by its weight, a core at most",
		   .source = "Kleinrock, Time-shared systems: a theoretical treatment, JACM 14(2), 1967; weights: Parekh, Gallager, IEEE/ACM TON 1(3), 1993",
		   .equation = "rate of a job = min(1, w t) of a core, w its weight, t such that the rates of all add up to the cores; with equal weights "
				"and n jobs min(1, c / n)",
		   .assumptions = "A job runs on at most one core. Sharing and switching cost nothing." },
	.arrived = arrived,
	.resume = resume,
	.state_size = state_size,
	.each_attained = each_attained,
	.heeds_weight = true,
};
