/*
 * Power linear in utilisation: P(u) = P_idle + (P_busy - P_idle) u, where u is the share of busy cores
 * (Fan, Weber, Barroso, ISCA 2007). Its integral needs nothing but the busy core-time, which is counted in
 * whole nanoseconds, so the energy is exact.
 */
#include "models/energy/power.h"

struct linear { double idle_w, busy_w; };

static const struct param params[] = {
	{ "idle", P_REAL(struct linear, idle_w, DIM_POWER), .required = true, .help = "power with no core busy" },
	{ "busy", P_REAL(struct linear, busy_w, DIM_POWER), .required = true, .help = "power with every core busy" },
	{ 0 }
};

static bool check(const void *config, struct mark mark, struct diag *diag)
{
	const struct linear *c = config;

	if (c->busy_w >= c->idle_w)
		return true;
	return diag_error(diag, mark, "power: busy (%g W) is below idle (%g W)", c->busy_w, c->idle_w);
}

static double watts(const void *config, double load)
{
	const struct linear *c = config;

	/* At full load exactly what was asked for. */
	return load < 1 ? c->idle_w + (c->busy_w - c->idle_w) * load : c->busy_w;
}

const struct power_class power_linear = {
	.model = { .slot = "power", .name = "linear", .params = params, .config_size = sizeof(struct linear), .check = check,
		   .standard = true, .help = "idle power, and more in proportion to the share of busy cores",
		   .source = "Fan, Weber, Barroso, Power provisioning for a warehouse-sized computer, ISCA 2007",
		   .equation = "P(u) = idle + (busy - idle) u, u = busy cores / cores",
		   .assumptions = "Power follows the load at once. The energy is its exact integral, since u changes only at events. A speed is "
				"not changed by power." },
	.watts = watts,
	.proportional = true,
};
