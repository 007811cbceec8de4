/*
 * Power by a table of points, linear between them: the form in which SPECpower_ssj2008 publishes its measurements (idle and every
 * tenth of the load). The load is the share of busy cores; SPEC's is the share of the machine's own maximum throughput, which is the same
 * only as far as throughput grows with busy cores.
 */
#include "models/energy/power.h"

struct point { struct entry entry; double load, power_w; };

struct piecewise { struct entries points; };

static const struct param point_params[] = {
	{ "load", P_REAL(struct point, load, DIM_SHARE), .required = true, .max = 1, .help = "share of busy cores" },
	{ "power", P_REAL(struct point, power_w, DIM_POWER), .required = true, .help = "power at this load" },
	{ 0 }
};

static const struct param params[] = {
	{ "points", P_LIST(struct piecewise, points), .table = point_params, .size = sizeof(struct point), .required = true,
	  .help = "load and power by increasing load, from 0 % to 100 %; linear between them" },
	{ 0 }
};

static const struct point *point(const struct piecewise *c, uint32_t i)
{
	return ENTRY(&c->points, const struct point, i);
}

static bool check(const void *config, struct mark mark, struct diag *diag)
{
	const struct piecewise *c = config;
	uint32_t n = c->points.n;

	if (n < 2 || point(c, 0)->load > 0 || point(c, n - 1)->load < 1)
		return diag_error(diag, mark, "power: the points must begin at load 0 %% and end at 100 %%");
	for (uint32_t i = 1; i < n; i++) {
		if (point(c, i)->load <= point(c, i - 1)->load)
			return diag_error(diag, point(c, i)->entry.mark, "power: the load %g %% follows %g %%; loads must increase",
					  100 * point(c, i)->load, 100 * point(c, i - 1)->load);
		if (point(c, i)->power_w < point(c, 0)->power_w)
			return diag_error(diag, point(c, i)->entry.mark, "power: %g W at load %g %% is below the %g W of load 0 %%",
					  point(c, i)->power_w, 100 * point(c, i)->load, point(c, 0)->power_w);
	}
	return true;
}

static double watts(const void *config, double load)
{
	const struct piecewise *c = config;
	uint32_t i = 1;

	while (i + 1 < c->points.n && point(c, i)->load < load)
		i++;

	const struct point *a = point(c, i - 1), *b = point(c, i);

	return a->power_w + (b->power_w - a->power_w) * (load - a->load) / (b->load - a->load);
}

const struct power_class power_piecewise = {
	.model = { .slot = "power", .name = "piecewise", .params = params, .config_size = sizeof(struct piecewise), .check = check,
		   .help = "a table of load and power, linear between its points",
		   .source = "Standard Performance Evaluation Corporation, SPECpower_ssj2008 (the form of its results)",
		   .equation = "P(u) = P_i + (P_i+1 - P_i) (u - u_i) / (u_i+1 - u_i) for u_i <= u <= u_i+1, u = busy cores / cores",
		   .assumptions = "Power follows the load at once. The energy is exact: the time with each number of busy cores is kept. The "
				  "load is the share of busy cores, SPECpower's is the share of the machine's own maximum throughput." },
	.watts = watts,
};
