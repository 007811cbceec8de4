#ifndef MODELS_SCRIPT_SANDBOX_H
#define MODELS_SCRIPT_SANDBOX_H

#include <lua.h>

/* Load the libraries into a new state, and take away what scripts may not have. To be called as a function of C, for it may raise errors of Lua. */
int script_sandbox(lua_State *lua);

#endif
