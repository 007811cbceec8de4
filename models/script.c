/*
 * What a script sees. `request` is one table and `candidates` another, both filled again for every call; `view` is a table of
 * functions of C, which find the present view in the registry's place of the script.
 */
#include "models/script.h"

#include "models/cost.h"
#include "models/script_sandbox.h"
#include "sim/base/text.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

enum { HOOK_EVERY = 1000, COST_COUNTS = 1000 };   /* instructions; a call of view.cost counts as so many */

struct script {
	lua_State *lua;
	struct world *world;
	struct script_limits limits;
	uint64_t bytes, instructions;      /* in use; of the call under way */
	const struct file *file;
	const struct view *view;           /* of the call under way */
	const struct plan *plan;           /* and its item, if that is about a placement; else NULL */
	uint32_t item;
	struct stream draws;
	uint32_t listed;                   /* candidates in the table */
	int function, request, candidates, views;   /* references in the registry */
	char error[256];
};

static struct script *of(lua_State *lua)
{
	return *(struct script **)lua_getextraspace(lua);
}

/* ---- bounds ---- */

static void *allocate(void *with, void *old, size_t before, size_t size)
{
	struct script *s = with;
	void *made;

	if (!old)
		before = 0;
	if (size == 0) {
		free(old);
		s->bytes -= before;
		return NULL;
	}
	if (size > before && s->bytes + (size - before) > s->limits.bytes)
		return NULL;
	made = realloc(old, size);
	if (made)
		s->bytes = s->bytes - before + size;
	return made;
}

/* Add to what the call has taken; `level` is where the one stands that is told if it is too much. */
static void charge(lua_State *lua, uint64_t instructions, int level)
{
	struct script *s = of(lua);

	s->instructions += instructions;
	if (s->instructions <= s->limits.instructions)
		return;
	luaL_where(lua, level);
	lua_pushfstring(lua, "more than %d instructions in one call", (int)s->limits.instructions);
	lua_concat(lua, 2);
	lua_error(lua);
}

static void count(lua_State *lua, lua_Debug *debug)
{
	(void)debug;
	charge(lua, HOOK_EVERY, 0);
}

/* ---- view ---- */

static uint32_t node_argument(lua_State *lua, int index)
{
	lua_Integer node = luaL_checkinteger(lua, index);

	luaL_argcheck(lua, node >= 0 && node < (lua_Integer)of(lua)->world->nodes, index, "no such node");
	return (uint32_t)node;
}

static const char *const currency_words[] = { "instructions", "flop", "cycles", NULL };

static uint8_t currency_argument(lua_State *lua)
{
	return (uint8_t)luaL_checkoption(lua, 2, "instructions", currency_words);
}

static int view_of_load(lua_State *lua)
{
	lua_pushnumber(lua, view_load(of(lua)->view, node_argument(lua, 1), currency_argument(lua)));
	return 1;
}

static int view_of_cores(lua_State *lua)
{
	lua_pushnumber(lua, view_cores(of(lua)->view, node_argument(lua, 1), currency_argument(lua)));
	return 1;
}

static int view_of_tier(lua_State *lua)
{
	lua_pushstring(lua, tier_words[view_tier(of(lua)->view, node_argument(lua, 1))]);
	return 1;
}

static int view_of_group(lua_State *lua)
{
	uint32_t node = node_argument(lua, 1);
	const struct world *w = of(lua)->world;

	lua_pushstring(lua, group_of(w, node)->name);
	lua_pushinteger(lua, index_of(w, node));
	return 2;
}

static int view_of_speed(lua_State *lua)
{
	lua_pushnumber(lua, view_speed(of(lua)->view, node_argument(lua, 1), currency_argument(lua)));
	return 1;
}

static int view_of_latency(lua_State *lua)
{
	lua_pushnumber(lua, view_transfer(of(lua)->view, node_argument(lua, 1), node_argument(lua, 2), 0));
	return 1;
}

static int view_of_transfer(lua_State *lua)
{
	uint32_t from = node_argument(lua, 1), to = node_argument(lua, 2);
	lua_Number bytes = luaL_checknumber(lua, 3);

	luaL_argcheck(lua, bytes >= 0, 3, "not a number of bytes");
	lua_pushnumber(lua, view_transfer(of(lua)->view, from, to, bytes));
	return 1;
}

static int view_of_memory_free(lua_State *lua)
{
	lua_pushnumber(lua, view_memory_free(of(lua)->view, node_argument(lua, 1)));
	return 1;
}

/* cost(node, ...): what models/cost.h counts with instances at these nodes and at no other. */
static int view_of_cost(lua_State *lua)
{
	const struct script *s = of(lua);
	int n = lua_gettop(lua);
	struct cost *cost;

	if (!s->plan)
		return luaL_error(lua, "cost is for place() alone");
	luaL_argcheck(lua, n > 0, 1, "node expected");
	for (int k = 1; k <= n; k++)
		node_argument(lua, k);
	charge(lua, COST_COUNTS, 1);
	cost = cost_new(s->plan, s->item);
	for (int k = 1; k < n; k++)
		cost_choose(cost, (uint32_t)lua_tointeger(lua, k));
	lua_pushnumber(lua, (double)cost_with(cost, (uint32_t)lua_tointeger(lua, n)) / 1e12);
	cost_free(cost);
	return 1;
}

static int view_of_now(lua_State *lua)
{
	lua_pushnumber(lua, (double)of(lua)->view->now / 1e9);
	return 1;
}

static int view_of_random(lua_State *lua)
{
	lua_pushnumber(lua, random_uniform(&of(lua)->draws));
	return 1;
}

static const luaL_Reg view_functions[] = {
	{ "load", view_of_load }, { "cores", view_of_cores }, { "tier", view_of_tier }, { "group", view_of_group },
	{ "speed", view_of_speed }, { "latency", view_of_latency }, { "transfer", view_of_transfer }, { "now", view_of_now },
	{ "random", view_of_random }, { "memory_free", view_of_memory_free }, { "cost", view_of_cost }, { NULL, NULL }
};

/* ---- loading ---- */

/* Keep the error on the top of the stack, and take it off. */
static void keep_error(struct script *s)
{
	const char *text = lua_tostring(s->lua, -1);

	strncpy(s->error, text ? text : "an error without a text", sizeof s->error - 1);
	lua_pop(s->lua, 1);
}

/* Tell the error; `after` says what it was about. Lua says `NAME:LINE: TEXT`, of which the line becomes the mark. Returns false. */
static bool tell(const struct script *s, struct mark mark, const char *after, struct diag *diag)
{
	const char *path = s->file->path, *rest = s->error;
	size_t name = strlen(path);
	char *end;

	if (strncmp(rest, path, name) == 0 && rest[name] == ':') {
		unsigned long line = strtoul(rest + name + 1, &end, 10);

		mark = (struct mark){ path, (uint32_t)line, 1 };
		rest = end + strspn(end, ": ");
	}
	return diag_error(diag, mark, "%s%s", rest, after);
}

static struct script *refused(struct script *s, struct mark mark, struct diag *diag)
{
	tell(s, mark, "", diag);
	script_free(s);
	return NULL;
}

static int reference(lua_State *lua)
{
	return luaL_ref(lua, LUA_REGISTRYINDEX);
}

static int make_tables(lua_State *lua)
{
	struct script *s = of(lua);

	lua_newtable(lua);
	s->request = reference(lua);
	lua_newtable(lua);
	s->candidates = reference(lua);
	lua_newtable(lua);
	luaL_setfuncs(lua, view_functions, 0);
	s->views = reference(lua);
	return 0;
}

struct script *script_new(const struct file *file, const char *name, struct script_limits limits, struct world *world,
			  struct mark mark, struct diag *diag)
{
	struct script *s = xcalloc(1, sizeof *s);
	char *chunk = arena_format(world->arena, "@%s", file->path);
	struct view start = { .world = world };

	s->world = world;
	s->file = file;
	s->limits = limits;
	s->view = &start;
	s->lua = lua_newstate(allocate, s);
	if (!s->lua) {
		strcpy(s->error, "there is no memory for the script");
		return refused(s, mark, diag);
	}
	*(struct script **)lua_getextraspace(s->lua) = s;
	lua_sethook(s->lua, count, LUA_MASKCOUNT, HOOK_EVERY);
	lua_pushcfunction(s->lua, script_sandbox);
	if (lua_pcall(s->lua, 0, 0, 0) == LUA_OK) {
		lua_pushcfunction(s->lua, make_tables);
		if (lua_pcall(s->lua, 0, 0, 0) == LUA_OK && luaL_loadbufferx(s->lua, file->text, file->length, chunk, "t") == LUA_OK
		    && lua_pcall(s->lua, 0, 0, 0) == LUA_OK) {
			if (lua_getglobal(s->lua, name) == LUA_TFUNCTION) {
				s->function = reference(s->lua);
				return s;
			}
			lua_pop(s->lua, 1);
			snprintf(s->error, sizeof s->error, "%s has no function '%s'", file->name, name);
			return refused(s, mark, diag);
		}
	}
	keep_error(s);
	return refused(s, mark, diag);
}

void script_free(struct script *s)
{
	if (!s)
		return;
	if (s->lua)
		lua_close(s->lua);
	free(s);
}

const char *script_error(const struct script *s)
{
	return s->error;
}

/* ---- asking ---- */

static void set_number(lua_State *lua, const char *key, double value)
{
	lua_pushnumber(lua, value);
	lua_setfield(lua, -2, key);
}

static void set_integer(lua_State *lua, const char *key, lua_Integer value)
{
	lua_pushinteger(lua, value);
	lua_setfield(lua, -2, key);
}

static void push_request(struct script *s, const struct asked *asked)
{
	lua_State *lua = s->lua;
	double left = (double)(asked->deadline - s->view->now) / 1e9;

	lua_rawgeti(lua, LUA_REGISTRYINDEX, s->request);
	set_integer(lua, "from", asked->from);
	set_integer(lua, "origin", asked->origin);
	set_integer(lua, "bytes", (lua_Integer)asked->bytes);
	set_number(lua, "work", asked->work);
	set_number(lua, "time_left", asked->deadline == SIM_TIME_MAX ? HUGE_VAL : left);
	lua_pushstring(lua, currency_words[asked->currency]);
	lua_setfield(lua, -2, "currency");
	lua_pushboolean(lua, asked->origin_first);
	lua_setfield(lua, -2, "origin_first");
}

static void push_candidates(struct script *s, const struct candidate *candidates, uint32_t n)
{
	lua_State *lua = s->lua;

	lua_rawgeti(lua, LUA_REGISTRYINDEX, s->candidates);
	for (uint32_t i = 0; i < n; i++) {
		lua_pushinteger(lua, candidates[i].node);
		lua_rawseti(lua, -2, (lua_Integer)i + 1);
	}
	for (uint32_t i = n; i < s->listed; i++) {
		lua_pushnil(lua);
		lua_rawseti(lua, -2, (lua_Integer)i + 1);
	}
	s->listed = n;
}

/* The value on the top of the stack for a message, without addresses. */
static const char *shown(lua_State *lua)
{
	int type = lua_type(lua, -1);

	return type == LUA_TNUMBER || type == LUA_TSTRING ? luaL_tolstring(lua, -1, NULL) : lua_typename(lua, type);
}

struct call { const struct asked *asked; const struct candidate *candidates; uint32_t n; };

/* Call `function` with what it is to work on. False if that failed, with the error kept; else its result is on the stack. */
static bool call(struct script *s, lua_CFunction function, void *with, const struct view *view, struct stream draws)
{
	s->view = view;
	s->instructions = 0;
	s->draws = draws;
	lua_pushcfunction(s->lua, function);
	lua_pushlightuserdata(s->lua, with);
	if (lua_pcall(s->lua, 1, 1, 0) == LUA_OK)
		return true;
	keep_error(s);
	return false;
}

/* Runs protected, so that a lack of memory while the arguments are made is an error of the script too. */
static int call_choose(lua_State *lua)
{
	struct script *s = of(lua);
	const struct call *call = lua_touserdata(lua, 1);

	lua_rawgeti(lua, LUA_REGISTRYINDEX, s->function);
	push_request(s, call->asked);
	push_candidates(s, call->candidates, call->n);
	lua_rawgeti(lua, LUA_REGISTRYINDEX, s->views);
	lua_call(lua, 3, 1);
	return 1;
}

uint32_t script_choose(struct script *s, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	struct call with = { asked, candidates, n };
	lua_Integer index;
	int whole;

	if (!call(s, call_choose, &with, view, random_fork(asked->key, PURPOSE_OFFLOAD)))
		return n;
	index = lua_tointegerx(s->lua, -1, &whole);
	if (!whole || index < 1 || index > (lua_Integer)n)
		snprintf(s->error, sizeof s->error, "choose returned %s; expected a whole number from 1 to %u", shown(s->lua), n);
	lua_settop(s->lua, 0);
	return whole && index >= 1 && index <= (lua_Integer)n ? (uint32_t)index - 1 : n;
}

/* ---- placing ---- */

struct placing { const uint32_t *open; uint32_t n; uint32_t *chosen, *n_chosen; };

static void set_text(lua_State *lua, const char *key, const char *value)
{
	lua_pushstring(lua, value);
	lua_setfield(lua, -2, key);
}

static void push_component(struct script *s)
{
	const struct plan_item *item = &s->plan->item[s->item];
	const struct component *c = &s->world->component[item->component];
	lua_State *lua = s->lua;

	lua_newtable(lua);
	set_text(lua, "name", c->name);
	set_text(lua, "application", s->world->application[c->application].name);
	set_text(lua, "layer", layer_words[c->layer]);
	set_number(lua, "memory", c->config->memory);
	if (item->replicas)
		set_integer(lua, "replicas", item->replicas);
}

/* The index on the top of the stack joins those chosen. */
static void take_index(lua_State *lua, const struct placing *p)
{
	int whole;
	lua_Integer index = lua_tointegerx(lua, -1, &whole);

	if (!whole || index < 1 || index > (lua_Integer)p->n)
		luaL_error(lua, "place returned %s; expected a whole number from 1 to %d, or a list of them", shown(lua), (int)p->n);
	for (uint32_t k = 0; k < *p->n_chosen; k++)
		if (p->chosen[k] == (uint32_t)index - 1)
			luaL_error(lua, "place returned %d twice; at most one instance goes on a node", (int)index);
	p->chosen[(*p->n_chosen)++] = (uint32_t)index - 1;
}

static int call_place(lua_State *lua)
{
	struct script *s = of(lua);
	const struct placing *p = lua_touserdata(lua, 1);
	uint32_t wanted = s->plan->item[s->item].replicas;

	lua_rawgeti(lua, LUA_REGISTRYINDEX, s->function);
	push_component(s);
	lua_newtable(lua);
	for (uint32_t k = 0; k < p->n; k++) {
		lua_pushinteger(lua, p->open[k]);
		lua_rawseti(lua, -2, (lua_Integer)k + 1);
	}
	lua_rawgeti(lua, LUA_REGISTRYINDEX, s->views);
	lua_call(lua, 3, 1);
	if (lua_istable(lua, -1))
		for (lua_Unsigned k = 1, n = lua_rawlen(lua, -1); k <= n; k++) {
			lua_rawgeti(lua, -1, (lua_Integer)k);
			take_index(lua, p);
			lua_pop(lua, 1);
		}
	else
		take_index(lua, p);
	if (*p->n_chosen == 0 || (wanted && *p->n_chosen != wanted))
		luaL_error(lua, "place returned %d nodes; expected %s%d", (int)*p->n_chosen, wanted ? "" : "at least ", (int)(wanted ? wanted : 1));
	return 0;
}

bool script_place(struct script *s, const struct plan *plan, uint32_t i, const uint32_t *open, uint32_t n, uint32_t *chosen, uint32_t *n_chosen)
{
	const struct component *c = &plan->world->component[plan->item[i].component];
	const struct view view = { .world = plan->world };
	struct placing with = { open, n, chosen, n_chosen };
	uint64_t key = random_mix(random_mix(plan->key, text_hash(plan->world->application[c->application].name)), text_hash(c->name));
	bool good;

	s->plan = plan;
	s->item = i;
	*n_chosen = 0;
	good = call(s, call_place, &with, &view, random_fork(key, PURPOSE_PLACE));
	lua_settop(s->lua, 0);
	s->plan = NULL;
	return good || tell(s, c->mark, arena_format(plan->world->arena, ", asked for component '%s'", c->name), plan->diag);
}
