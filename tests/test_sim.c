/* The loop: how a run ends, and what it tells those who watch it. */
#include "sim/kernel/sim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void fail_twice(struct sim *sim, struct event *event)
{
	(void)event;
	sim_fail(sim, "reason %d", 1);
	sim_fail(sim, "reason %d", 2);
}

static void again(struct sim *sim, struct event *event)
{
	sim_after(sim, event, 10, again);
}

static void a_run_ends_at_its_end_and_says_so(void **state)
{
	struct sim sim;
	struct event event = { 0 };

	(void)state;
	sim_init(&sim, 1, 0);
	sim.end = 105;
	sim_at(&sim, &event, 0, again);
	assert_int_equal(sim_run(&sim), SIM_COMPLETE);
	assert_int_equal(sim.events, 11);
	assert_int_equal(sim.now, 105);
	assert_true(event_pending(&event));
	sim_fini(&sim);
}

static void a_failed_run_stops_with_the_first_reason(void **state)
{
	struct sim sim;
	struct event event = { 0 };
	struct event failing = { 0 };

	(void)state;
	sim_init(&sim, 1, 0);
	sim.end = 1000;
	sim_at(&sim, &event, 0, again);
	sim_at(&sim, &failing, 45, fail_twice);
	assert_int_equal(sim_run(&sim), SIM_FAILED);
	assert_int_equal(sim.now, 45);
	assert_string_equal(sim.failure, "reason 1");
	sim_fini(&sim);
}

static void a_delay_beyond_the_end_of_time_waits_until_then(void **state)
{
	struct sim sim;
	struct event event = { 0 };
	sim_time at;

	(void)state;
	sim_init(&sim, 1, 0);
	sim.now = 5;
	sim_after(&sim, &event, SIM_TIME_MAX, again);
	assert_ptr_equal(equeue_peek(sim.queue, &at), &event);
	assert_int_equal(at, SIM_TIME_MAX);
	sim_fini(&sim);
}

static void a_run_asked_to_stop_stops_at_its_next_check(void **state)
{
	struct sim_control control = { 0 };
	struct sim sim;
	struct event event = { 0 };

	(void)state;
	sim_init(&sim, 1, 0);
	sim.end = SIM_TIME_MAX;
	sim.control = &control;
	sim_at(&sim, &event, 0, again);
	control.stop = 1;
	assert_int_equal(sim_run(&sim), SIM_STOPPED);
	assert_int_equal(sim.events, 0);
	control.stop = 0;
	sim.end = 1000000;
	assert_int_equal(sim_run(&sim), SIM_COMPLETE);
	assert_int_equal(control.events, 100001);
	assert_int_equal(control.now, 1000000);
	sim_fini(&sim);
}

static void keys_differ_by_seed_and_replication_and_the_world_by_seed_alone(void **state)
{
	struct sim a;
	struct sim b;
	struct sim c;

	(void)state;
	sim_init(&a, 1, 0);
	sim_init(&b, 1, 1);
	sim_init(&c, 2, 0);
	assert_true(a.key != b.key && a.key != c.key && b.key != c.key);
	assert_true(a.world_key == b.world_key && a.world_key != c.world_key);
	sim_fini(&a);
	sim_fini(&b);
	sim_fini(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_ends_at_its_end_and_says_so),
		cmocka_unit_test(a_failed_run_stops_with_the_first_reason),
		cmocka_unit_test(a_delay_beyond_the_end_of_time_waits_until_then),
		cmocka_unit_test(a_run_asked_to_stop_stops_at_its_next_check),
		cmocka_unit_test(keys_differ_by_seed_and_replication_and_the_world_by_seed_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
