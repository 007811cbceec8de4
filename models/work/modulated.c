/*
 * In each phase gaps are exponential, so what is left of a gap when the phase changes is drawn anew at the new rate: the
 * exponential has no memory.
 */
#include "models/work/modulated.h"

static void begin(const struct modulation *m, const struct workload *load, struct modulation_state *s, struct source *source, sim_time now)
{
	double first = m->stay_s[0] / (m->stay_s[0] + m->stay_s[1]);

	s->phase = random_uniform(&source->stream) >= first;
	s->until = time_after(now, m->stay_s[s->phase] * workload_gap(load, source));
	s->begun = 1;
}

sim_time modulated_next(const struct modulation *m, const struct workload *load, struct source *source, sim_time last)
{
	struct modulation_state *s = source_state(load, source);

	if (!s->begun)
		begin(m, load, s, source, last);
	while (last < load->stop) {
		double rate = m->rate[s->phase];
		sim_time at = rate > 0 ? time_after(last, workload_gap(load, source) / rate) : SIM_TIME_MAX;

		if (at <= s->until)
			return at;
		last = s->until;
		s->phase ^= 1;
		s->until = time_after(last, m->stay_s[s->phase] * workload_gap(load, source));
	}
	return SIM_TIME_MAX;
}

double modulated_rate(const struct modulation *m)
{
	return (m->rate[0] * m->stay_s[0] + m->rate[1] * m->stay_s[1]) / (m->stay_s[0] + m->stay_s[1]);
}
