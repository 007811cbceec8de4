/*
 * Placement by search, on 200 random small cases: `optimal` against every placement there is, each judged here the slow way, from the case itself, and
 * the other policies against `optimal`.
 */
#include "models/place/place.h"
#include "sim/base/text.h"
#include "sim/kernel/sim.h"
#include "sim/scenario/scenario.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { CASES = 200, SITES = 5, USERS = 3, NODES = SITES + USERS, PLACED = 4, STORE = PLACED, UI = PLACED + 1, COMPONENTS, MESSAGES = 12, LINKS = 20 };

struct link_case { unsigned a, b, latency_us; double up_bps, down_bps; };   /* b/s; infinite: unlimited */
struct message_case { unsigned from, to, after; double probability, bytes, work_mi; };

struct placement_case {
	unsigned sites, users, placed, links, messages, stores;
	double speed_mips[SITES], memory_gb[SITES], rate[USERS], needs_gb[PLACED];
	unsigned cores[SITES], store[2];
	struct link_case link[LINKS];
	struct message_case message[MESSAGES];
	double latency_s[NODES][NODES], per_byte[NODES][NODES];
};

static unsigned between(struct stream *draw, unsigned least, unsigned most)
{
	return least + (unsigned)random_below(draw, most - least + 1);
}

static double some_bps(struct stream *draw)
{
	return random_below(draw, 5) == 0 ? INFINITY : 1e6 * between(draw, 2, 100);
}

static void add_message(struct placement_case *c, struct stream *draw, unsigned after, unsigned to)
{
	unsigned from = c->messages == 0 ? UI : c->message[after].to;

	c->message[c->messages++] = (struct message_case){ from, to, after, random_below(draw, 2) ? 1 : 0.25 * between(draw, 1, 3),
							   100.0 * between(draw, 1, 2000), to == UI ? 0 : between(draw, 1, 60) };
	if (c->messages == 1)
		c->message[0].probability = 1;
}

/* Latencies of microseconds at random: two routes are never equally long. */
static void make_case(struct placement_case *c, uint64_t seed)
{
	struct stream draw = random_stream(random_mix(7, seed));

	*c = (struct placement_case){ .sites = between(&draw, 2, SITES), .users = between(&draw, 1, USERS), .placed = between(&draw, 2, PLACED) };
	for (unsigned i = 0; i < c->sites; i++) {
		c->speed_mips[i] = 100.0 * between(&draw, 5, 60);
		c->memory_gb[i] = between(&draw, 2, 9);
		c->cores[i] = between(&draw, 1, 3);
		if (i)
			c->link[c->links++] = (struct link_case){ i, between(&draw, 0, i - 1), between(&draw, 500, 30000), some_bps(&draw), some_bps(&draw) };
	}
	if (c->sites > 2)
		c->link[c->links++] = (struct link_case){ 0, c->sites - 1, between(&draw, 500, 30000), some_bps(&draw), some_bps(&draw) };
	for (unsigned i = 0; i < c->users; i++) {
		c->rate[i] = between(&draw, 1, 20);
		c->link[c->links++] = (struct link_case){ c->sites + i, between(&draw, 0, c->sites - 1), between(&draw, 500, 9000), some_bps(&draw), some_bps(&draw) };
	}
	for (unsigned i = 0; i < c->placed; i++)
		c->needs_gb[i] = between(&draw, 0, 4);
	c->stores = between(&draw, 1, 2);
	c->store[0] = between(&draw, 0, c->sites - 2);
	c->store[1] = between(&draw, c->store[0] + 1, c->sites - 1);
	add_message(c, &draw, 0, 0);
	for (unsigned i = 1; i < c->placed; i++)
		add_message(c, &draw, between(&draw, 0, c->messages - 1), i);
	/* The store is asked once, and answers. Its work is left out where it depends on who asks. */
	add_message(c, &draw, between(&draw, 0, c->messages - 1), STORE);
	c->message[c->messages - 1].work_mi *= c->stores == 1;
	add_message(c, &draw, c->messages - 1, c->message[c->messages - 1].from);
	add_message(c, &draw, between(&draw, 0, c->messages - 1), 0);
	if (c->message[c->messages - 1].from == 0)
		c->messages--;
	add_message(c, &draw, between(&draw, 0, c->messages - 1), UI);
}

/* ---- as a scenario ---- */

static void put_rate(struct text *out, const char *key, double bps)
{
	text_add(out, isinf(bps) ? ", %s: unlimited" : ", %s: %.0f bps", key, bps);
}

static const char *name_of(unsigned component)
{
	static const char *const names[] = { "c0", "c1", "c2", "c3", "store", "ui" };

	return names[component];
}

static void put_nodes(const struct placement_case *c, struct text *out)
{
	text_add(out, "fogline: 1\ntitle: case\nrun: {duration: 1 s, seed: 1}\nnodes:\n");
	for (unsigned i = 0; i < c->sites; i++)
		text_add(out, "  n%u: {tier: edge, cores: %u, speed: %.0f MIPS, memory: %.0f GB}\n", i, c->cores[i], c->speed_mips[i], c->memory_gb[i]);
	for (unsigned i = c->sites; i < c->sites + c->users; i++)
		text_add(out, "  n%u: {tier: device}\n", i);
	text_add(out, "network:\n  links:\n");
	for (unsigned i = 0; i < c->links; i++) {
		text_add(out, "    - {from: n%u, to: n%u, latency: %u us", c->link[i].a, c->link[i].b, c->link[i].latency_us);
		put_rate(out, "up", c->link[i].up_bps);
		put_rate(out, "down", c->link[i].down_bps);
		text_add(out, "}\n");
	}
}

static char *scenario_of(const struct placement_case *c, const char *policy)
{
	struct text out = { 0 };

	put_nodes(c, &out);
	text_add(&out, "applications:\n  app:\n    components:\n      ui: {layer: ui, at: origin}\n      store: {layer: data, at: [n%u", c->store[0]);
	text_add(&out, c->stores == 2 ? ", n%u]}\n" : "]}\n", c->store[1]);
	for (unsigned i = 0; i < c->placed; i++)
		text_add(&out, "      c%u: {layer: service, memory: %.0f GB}\n", i, c->needs_gb[i]);
	text_add(&out, "    messages:\n");
	for (unsigned i = 0; i < c->messages; i++) {
		const struct message_case *m = &c->message[i];

		text_add(&out, "      m%u: {from: %s, to: %s, size: %.0f B", i, name_of(m->from), name_of(m->to), m->bytes);
		if (i)
			text_add(&out, ", after: m%u, probability: %g", m->after, m->probability);
		if (m->work_mi > 0)
			text_add(&out, ", work: %.0f MI", m->work_mi);
		text_add(&out, "}\n");
	}
	text_add(&out, "workload:\n");
	for (unsigned i = 0; i < c->users; i++)
		text_add(&out, "  w%u: {application: app, start: m0, from: n%u, arrivals: poisson(%g /s)}\n", i, c->sites + i, c->rate[i]);
	text_add(&out, "placement: %s\n", policy);
	return out.text;
}

/* ---- judged the slow way ---- */

static void find_ways(struct placement_case *c)
{
	unsigned n = c->sites + c->users;

	for (unsigned a = 0; a < n; a++)
		for (unsigned b = 0; b < n; b++)
			c->latency_s[a][b] = a == b ? 0 : INFINITY;
	for (unsigned i = 0; i < c->links; i++) {
		const struct link_case *l = &c->link[i];

		if (l->latency_us / 1e6 >= c->latency_s[l->a][l->b])
			continue;
		c->latency_s[l->a][l->b] = c->latency_s[l->b][l->a] = l->latency_us / 1e6;
		c->per_byte[l->a][l->b] = 8 / l->up_bps;
		c->per_byte[l->b][l->a] = 8 / l->down_bps;
	}
	for (unsigned k = 0; k < n; k++)
		for (unsigned a = 0; a < n; a++)
			for (unsigned b = 0; b < n; b++)
				if (c->latency_s[a][k] + c->latency_s[k][b] < c->latency_s[a][b]) {
					c->latency_s[a][b] = c->latency_s[a][k] + c->latency_s[k][b];
					c->per_byte[a][b] = c->per_byte[a][k] + c->per_byte[k][b];
				}
}

static double probability_of(const struct placement_case *c, unsigned m)
{
	return m ? c->message[m].probability * probability_of(c, c->message[m].after) : 1;
}

/* Where a component is for one user; the store at the host nearest to who asks it. */
static unsigned at(const struct placement_case *c, unsigned component, unsigned user, const unsigned *place)
{
	unsigned asker = 0;

	if (component == UI)
		return c->sites + user;
	if (component != STORE)
		return place[component];
	if (c->stores == 1)
		return c->store[0];
	for (unsigned m = 0; m < c->messages; m++)
		if (c->message[m].to == STORE)
			asker = at(c, c->message[m].from, user, place);
	return c->latency_s[asker][c->store[1]] < c->latency_s[asker][c->store[0]] ? c->store[1] : c->store[0];
}

/* The cost per second; INFINITY: memory or cores do not suffice. */
static double slow_cost(const struct placement_case *c, const unsigned *place)
{
	double memory[SITES] = { 0 }, load[SITES] = { 0 }, sum = 0;

	for (unsigned i = 0; i < c->placed; i++)
		memory[place[i]] += c->needs_gb[i];
	for (unsigned u = 0; u < c->users; u++)
		for (unsigned m = 0; m < c->messages; m++) {
			const struct message_case *message = &c->message[m];
			unsigned from = at(c, message->from, u, place), to = at(c, message->to, u, place);
			double rate = c->rate[u] * probability_of(c, m);

			sum += rate * (c->latency_s[from][to] + message->bytes * c->per_byte[from][to]);
			if (message->work_mi > 0) {
				sum += rate * message->work_mi / c->speed_mips[to];
				load[to] += rate * message->work_mi / c->speed_mips[to] / c->cores[to];
			}
		}
	for (unsigned i = 0; i < c->sites; i++)
		if (memory[i] > c->memory_gb[i] || load[i] > 1)
			return INFINITY;
	return sum;
}

static double best_of_all(const struct placement_case *c)
{
	unsigned place[PLACED] = { 0 }, i = 0;
	double best = INFINITY;

	while (i < c->placed) {
		best = fmin(best, slow_cost(c, place));
		for (i = 0; i < c->placed && ++place[i] == c->sites; i++)
			place[i] = 0;
	}
	return best;
}

/* ---- what the policies do ---- */

/* The cost of what `policy` does, by hand; NaN: it finds nothing. `reckoned`: what it says itself, by second; NULL: do not ask. */
static double cost_by(const struct placement_case *c, const char *policy, double *reckoned)
{
	char *text = scenario_of(c, policy);
	struct diag *diag = diag_new();
	struct scenario *scenario = scenario_of_text("case", text, diag);
	struct sim sim;
	double cost = NAN;

	if (!scenario)
		diag_print(diag, stderr);
	assert_non_null(scenario);
	sim_init(&sim, 1, 0);
	if (model_build(&sim, scenario_config(scenario), diag)) {
		const struct world *w = sim.world;
		unsigned place[PLACED] = { 0 };

		for (uint32_t i = 0; i < w->components; i++)
			if (w->component[i].name[0] == 'c')
				place[w->component[i].name[1] - '0'] = w->component[i].candidate[1].node;
		cost = slow_cost(c, place);
		if (reckoned) {
			assert_int_equal(w->reckonings, 1);
			reckoned[0] = w->reckoned[0].cost_s * w->reckoned[0].requests;
			reckoned[1] = reckoned_gap(&w->reckoned[0]);
		}
	}
	model_free(&sim);
	sim_fini(&sim);
	scenario_free(scenario);
	diag_free(diag);
	free(text);
	return cost;
}

static bool near(double a, double b)
{
	return fabs(a - b) <= 1e-7 * fabs(b);
}

static void optimal_is_the_best_of_all_placements(void **state)
{
	unsigned feasible = 0;

	(void)state;
	for (uint64_t seed = 0; seed < CASES; seed++) {
		struct placement_case c;
		double best, found, reckoned[2];

		make_case(&c, seed);
		find_ways(&c);
		best = best_of_all(&c);
		found = cost_by(&c, "optimal", reckoned);
		if (isinf(best) != isnan(found))
			fail_msg("case %llu: the least cost is %g, and optimal finds %g", (unsigned long long)seed, best, found);
		if (isinf(best))
			continue;
		feasible++;
		if (!near(found, best) || !near(reckoned[0], found) || !(reckoned[1] <= 1e-7))
			fail_msg("case %llu: the least cost is %.12g; optimal has %.12g, says %.12g, gap %g", (unsigned long long)seed, best, found,
				 reckoned[0], reckoned[1]);
	}
	/* Most cases have an answer, and some have none. */
	assert_in_range(feasible, CASES / 2, CASES - 1);
}

static void no_other_policy_beats_it_and_searches_mostly_reach_it(void **state)
{
	static const char *const policies[] = { "annealing", "genetic", "first-fit", "best-fit", "worst-fit", "next-fit", "round-robin", "random",
						"greedy-latency" };
	enum { SEARCHES = 2 };
	unsigned reached[SEARCHES] = { 0 }, cases = 0;

	(void)state;
	for (uint64_t seed = 0; seed < CASES; seed += 4) {
		struct placement_case c;
		double best;

		make_case(&c, seed);
		find_ways(&c);
		best = best_of_all(&c);
		cases += !isinf(best);
		for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
			double reckoned[2], cost = cost_by(&c, policies[i], i < SEARCHES ? reckoned : NULL);

			if (cost < best - 1e-9 * best)
				fail_msg("case %llu: %s has %.12g, but the least is %.12g", (unsigned long long)seed, policies[i], cost, best);
			if (i < SEARCHES && !isnan(cost) && !near(reckoned[0], cost))
				fail_msg("case %llu: %s says %.12g of what costs %.12g", (unsigned long long)seed, policies[i], reckoned[0], cost);
			if (i < SEARCHES)
				reached[i] += near(cost, best);
		}
	}
	for (int i = 0; i < SEARCHES; i++)
		if (reached[i] < cases - cases / 20)
			fail_msg("%s reaches the optimum in %u of %u cases", policies[i], reached[i], cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(optimal_is_the_best_of_all_placements),
		cmocka_unit_test(no_other_policy_beats_it_and_searches_mostly_reach_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
