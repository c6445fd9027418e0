// Runs a Lua file in fengari, as `lua file` would. Fengari opens no files, so reading a whole one is lent to it.
import { readFileSync } from 'node:fs';
import fengari from 'fengari';

const { lua, lauxlib, lualib, to_luastring } = fengari;
const state = lauxlib.luaL_newstate();
lualib.luaL_openlibs(state);
lua.lua_getglobal(state, to_luastring('io'));
lua.lua_pushcfunction(state, (L) => {
  try {
    lua.lua_pushstring(L, to_luastring(readFileSync(Buffer.from(lauxlib.luaL_checkstring(L, 1)).toString(), 'utf8')));
  } catch {
    lua.lua_pushnil(L);
  }
  return 1;
});
lua.lua_setfield(state, -2, to_luastring('whole'));
const open = 'function io.open(path) local text = io.whole(path) return text and { read = function() return text end, close = function() end } end';
if (lauxlib.luaL_dostring(state, to_luastring(open)) !== lua.LUA_OK || lauxlib.luaL_dofile(state, to_luastring(process.argv[2])) !== lua.LUA_OK) {
  process.stderr.write(`${lua.lua_tojsstring(state, -1)}\n`);
  process.exitCode = 1;
}
