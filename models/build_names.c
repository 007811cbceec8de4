/*
 * Names alone, of a scenario that has other mistakes and is not built: so that all are told at once. What was not read for its own mistakes
 * names nothing, and a map that is missing or empty is told as that.
 */
#include "models/build.h"

#include "models/app/join.h"

#include <string.h>

static void check(struct build *b, const char *what, const struct reference *r, const struct entries *entries)
{
	if (r->name && entries->n)
		find_entry(b, what, r, entries);
}

static void check_all(struct build *b, const char *what, const struct references *list, const struct entries *entries)
{
	for (uint32_t i = 0; i < list->n; i++)
		check(b, what, &list->list[i], entries);
}

static void check_hosts(struct build *b, const struct references *at)
{
	for (uint32_t i = 0; i < at->n; i++)
		if (at->list[i].name && strcmp(at->list[i].name, "origin") != 0)
			check(b, "node group", &at->list[i], &b->config->nodes);
}

static void check_application(struct build *b, const struct application_config *a)
{
	for (uint32_t i = 0; i < a->components.n; i++) {
		const struct component_config *c = ENTRY(&a->components, const struct component_config, i);

		check_hosts(b, &c->at);
		check_hosts(b, &c->among);
	}
	for (uint32_t i = 0; i < a->messages.n; i++) {
		const struct message_config *m = ENTRY(&a->messages, const struct message_config, i);

		check(b, "component", &m->from, &a->components);
		check(b, "component", &m->to, &a->components);
		if (m->after.config)
			check_all(b, "message", join_predecessors(&m->after), &a->messages);
	}
	for (uint32_t i = 0; i < a->paths.n; i++) {
		const struct path_config *p = ENTRY(&a->paths, const struct path_config, i);

		check_all(b, "message", &p->from, &a->messages);
		check_all(b, "message", &p->to, &a->messages);
	}
}

static void check_workload(struct build *b, const struct workload_config *load)
{
	const struct entries *applications = &b->config->applications;

	check(b, "application", &load->application, applications);
	check_all(b, "node group", &load->from, &b->config->nodes);
	for (uint32_t i = 0; load->application.name && load->start.name && i < applications->n; i++) {
		const struct application_config *a = ENTRY(applications, const struct application_config, i);

		if (strcmp(a->entry.name, load->application.name) == 0)
			check(b, "message", &load->start, &a->messages);
	}
}

void model_check_names(const void *config, struct diag *diag)
{
	struct build b = { .config = config, .diag = diag };
	const struct scenario_config *s = b.config;

	for (uint32_t i = 0; i < s->nodes.n; i++)
		check(&b, "topology", &ENTRY(&s->nodes, const struct node_config, i)->from, &s->network.topologies);
	for (uint32_t i = 0; i < s->network.links.n; i++) {
		const struct link_config *l = ENTRY(&s->network.links, const struct link_config, i);

		check_all(&b, "node group", &l->from, &s->nodes);
		check_all(&b, "node group", &l->to, &s->nodes);
	}
	for (uint32_t i = 0; i < s->applications.n; i++)
		check_application(&b, ENTRY(&s->applications, const struct application_config, i));
	for (uint32_t i = 0; i < s->workload.n; i++)
		check_workload(&b, ENTRY(&s->workload, const struct workload_config, i));
}
