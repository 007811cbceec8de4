/*
 * What of Lua a script may use: nothing that reaches files, processes or other code, and nothing that differs from run to run. pairs() goes through
 * keys in their own order, since Lua's depends on addresses.
 */
#include "models/script_sandbox.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

/* Addresses would differ from run to run: what is no number, text, boolean or nil goes by the name of its type. */
static int to_string(lua_State *lua)
{
	luaL_checkany(lua, 1);
	if (lua_type(lua, 1) == LUA_TNUMBER || lua_type(lua, 1) == LUA_TSTRING || lua_type(lua, 1) == LUA_TBOOLEAN || lua_isnil(lua, 1))
		luaL_tolstring(lua, 1, NULL);
	else
		lua_pushstring(lua, luaL_typename(lua, 1));
	return 1;
}

/* string.format with plain values only, and without %p. */
static int format(lua_State *lua)
{
	const char *text = luaL_checkstring(lua, 1);

	for (const char *p = text; (p = strchr(p, '%')); p++) {
		p += 1 + strspn(p + 1, "-+ #0123456789.");
		luaL_argcheck(lua, *p != 'p', 1, "%p is not available");
		if (!*p)
			break;
	}
	for (int i = 2; i <= lua_gettop(lua); i++)
		luaL_argcheck(lua, lua_type(lua, i) == LUA_TNUMBER || lua_type(lua, i) == LUA_TSTRING || lua_type(lua, i) == LUA_TBOOLEAN
			      || lua_isnil(lua, i), i, "number, text or boolean expected");
	lua_pushvalue(lua, lua_upvalueindex(1));
	lua_insert(lua, 1);
	lua_call(lua, lua_gettop(lua) - 1, 1);
	return 1;
}

/* pairs() in the order of keys: numbers, then texts, then booleans. */
static const char ordered_pairs[] =
	"local next, sort, type, error = ...\n"
	"local rank = { number = 1, string = 2, boolean = 3 }\n"
	"local function before(a, b)\n"
	"  local x, y = rank[type(a)], rank[type(b)]\n"
	"  if x ~= y then return x < y end\n"
	"  if x == 3 then return a == false and b == true end\n"
	"  return a < b\n"
	"end\n"
	"return function(t)\n"
	"  local keys, n = {}, 0\n"
	"  for k in next, t do\n"
	"    if not rank[type(k)] then error('pairs: a key is a ' .. type(k) .. ', which has no order', 2) end\n"
	"    n = n + 1\n"
	"    keys[n] = k\n"
	"  end\n"
	"  sort(keys, before)\n"
	"  local i = 0\n"
	"  return function()\n"
	"    i = i + 1\n"
	"    if i <= n then return keys[i], t[keys[i]] end\n"
	"  end\n"
	"end\n";

static void keep_fields(lua_State *lua, const char *library, const char *const *fields)
{
	lua_newtable(lua);
	lua_getglobal(lua, library);
	for (; *fields; fields++) {
		lua_getfield(lua, -1, *fields);
		lua_setfield(lua, -3, *fields);
	}
	lua_pop(lua, 1);
	lua_setglobal(lua, library);
}

static void set_pairs(lua_State *lua)
{
	luaL_loadstring(lua, ordered_pairs);
	lua_getglobal(lua, "next");
	lua_getglobal(lua, "table");
	lua_getfield(lua, -1, "sort");
	lua_remove(lua, -2);
	lua_getglobal(lua, "type");
	lua_getglobal(lua, "error");
	lua_call(lua, 4, 1);
	lua_setglobal(lua, "pairs");
}

static void drop_globals(lua_State *lua)
{
	static const char *const dropped[] = { "collectgarbage", "dofile", "getmetatable", "setmetatable", "load", "loadfile", "next", "pcall", "print",
					       "rawequal", "rawget", "rawlen", "rawset", "warn", "xpcall", "require", NULL };

	for (const char *const *name = dropped; *name; name++) {
		lua_pushnil(lua);
		lua_setglobal(lua, *name);
	}
}

int script_sandbox(lua_State *lua)
{
	static const char *const math[] = { "abs", "ceil", "exp", "floor", "fmod", "huge", "log", "max", "maxinteger", "min", "mininteger", "modf",
					    "pi", "sqrt", "tointeger", "type", "ult", NULL };
	static const char *const text[] = { "byte", "char", "len", "lower", "reverse", "sub", "upper", NULL };
	static const char *const table[] = { "concat", "insert", "remove", "sort", "unpack", NULL };

	luaL_requiref(lua, "_G", luaopen_base, 1);
	luaL_requiref(lua, "math", luaopen_math, 1);
	luaL_requiref(lua, "string", luaopen_string, 1);
	luaL_requiref(lua, "table", luaopen_table, 1);
	lua_settop(lua, 0);
	set_pairs(lua);
	lua_getglobal(lua, "string");
	lua_getfield(lua, -1, "format");
	lua_pushcclosure(lua, format, 1);
	keep_fields(lua, "math", math);
	keep_fields(lua, "string", text);
	keep_fields(lua, "table", table);
	lua_getglobal(lua, "string");
	lua_insert(lua, -2);
	lua_setfield(lua, -2, "format");
	/* Methods of texts, as in name:sub(1, 2), are those that were kept. */
	lua_pushliteral(lua, "");
	lua_getmetatable(lua, -1);
	lua_pushvalue(lua, -3);
	lua_setfield(lua, -2, "__index");
	lua_settop(lua, 0);
	lua_pushcfunction(lua, to_string);
	lua_setglobal(lua, "tostring");
	drop_globals(lua);
	return 0;
}
