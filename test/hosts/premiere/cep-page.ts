// CEP around a page in a browser: `__adobe_cep__` over the simulated Premiere, and Node as CEP lends it, which is this process's own.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import type { Page } from 'playwright-core';
import type { EngineEvent } from '../../../plugin-premiere/cep/engine.ts';
import type { Cep } from './cep-faces.ts';

/** What the page asks this process for: the name of a function of Node and its arguments; an error's text or its value. */
type Answer = { readonly error: string | null; readonly value?: unknown };
const settle = (run: (done: (error: Error | null, value?: unknown) => void) => void): Promise<Answer> =>
  new Promise((resolve) => { run((error, value) => resolve(error ? { error: error.message } : { error: null, value })); });

const node: Readonly<Record<string, (...args: never[]) => Promise<Answer>>> = {
  readFile: (path: string) => settle((done) => fs.readFile(path, 'utf8', done)),
  writeFile: (path: string, text: string, options: { mode: number }) => settle((done) => fs.writeFile(path, text, options, done)),
  mkdir: (path: string, options: { recursive: true }) => settle((done) => fs.mkdir(path, options, done)),
  access: (path: string) => settle((done) => fs.access(path, done)),
  readdir: (path: string) => settle((done) => fs.readdir(path, { withFileTypes: true }, (error, entries) => done(error, entries?.map((entry) => ({ name: entry.name, folder: entry.isDirectory() }))))),
  execFile: (program: string, args: string[], options: childProcess.ExecFileOptions) => settle((done) => childProcess.execFile(program, args, options, (error, out) => done(error, String(out)))),
  connect: (port: number, host: string) => settle((done) => {
    const line = net.connect(port, host);
    line.on('error', done);
    line.on('connect', () => { line.destroy(); done(null); });
  }),
  spawn: (program: string, args: string[], options: childProcess.SpawnOptions) => settle((done) => {
    const child = childProcess.spawn(program, args, options);
    child.on('error', done);
    child.on('spawn', () => { child.unref(); done(null); });
  }),
};

export type CepPage = { readonly page: Page; /** Every call that the page made of the script, by name. */ readonly asked: string[] };

/** Before the page is loaded. @param before looks at the code of a call, before it is evaluated. */
export async function lendCep(page: Page, cep: Cep, environment: Readonly<Record<string, string | undefined>>, before: (code: string) => Promise<void> = async () => undefined): Promise<CepPage> {
  const asked: string[] = [];
  await page.exposeFunction('cepEvaluate', async (code: string) => {
    await before(code);
    asked.push(/FrameWright\.call\("(\w+)"/.exec(code)?.[1] ?? code);
    return cep.evaluate(code);
  });
  await page.exposeFunction('cepNode', (name: string, args: never[]) => node[name]!(...args));
  await page.exposeFunction('cepInvoke', (name: string, parameter: string) => (name === 'setPanelFlyoutMenu' ? cep.engine.invokeSync(name, parameter) : cep.engine.invokeAsync(name, parameter, (id) => { void page.evaluate(`cepChoose(${JSON.stringify(id)})`); })));
  const told = ['com.framewright.selection', 'com.framewright.changed', 'com.framewright.activity', 'com.adobe.csxs.events.ThemeColorChanged', 'com.adobe.csxs.events.flyoutMenuClicked'];
  const dispatch = ({ type, data }: EngineEvent): void => { page.evaluate(`cepDispatch(${JSON.stringify({ type, data })})`).catch(() => undefined); };
  for (const type of told) cep.engine.addEventListener(type, dispatch);
  const given = { environment: cep.engine.getHostEnvironment(), extension: cep.engine.getSystemPath('extension'), application: cep.engine.getSystemPath('hostApplication'), variables: environment };
  await page.addInitScript({ content: `(${pageSide})(${JSON.stringify(given)});` });
  return { page, asked };
}

/** In the page; text, because it is of the page's world and not of this one. */
const pageSide = `function (given) {
  var heard = {}, choose = function () {};
  window.cepDispatch = function (event) { (heard[event.type] || []).forEach(function (listener) { listener(event); }); };
  window.cepChoose = function (id) { choose(id); };
  window.__adobe_cep__ = {
    evalScript: function (code, answer) { window.cepEvaluate(code).then(answer); },
    addEventListener: function (type, listener) { (heard[type] = heard[type] || []).push(listener); },
    removeEventListener: function (type, listener) { heard[type] = (heard[type] || []).filter(function (one) { return one !== listener; }); },
    getHostEnvironment: function () { return given.environment; },
    getSystemPath: function (kind) { return kind === 'extension' ? given.extension : given.application; },
    registerKeyEventsInterest: function () {},
    invokeSync: function (name, parameter) { window.cepInvoke(name, parameter); },
    invokeAsync: function (name, parameter, answer) { choose = answer; window.cepInvoke(name, parameter); }
  };
  function ask(name, args, done) { window.cepNode(name, args).then(function (answer) { done(answer.error === null ? null : new Error(answer.error), answer.value); }); }
  var parts = {
    os: { homedir: function () { return given.variables.HOME; } },
    path: { join: function () { return Array.prototype.join.call(arguments, '/'); }, dirname: function (path) { return path.replace(/\\/[^/]*$/, ''); } },
    fs: {
      readFile: function (path, encoding, done) { ask('readFile', [path], done); }, writeFile: function (path, text, options, done) { ask('writeFile', [path, text, options], done); },
      mkdir: function (path, options, done) { ask('mkdir', [path, options], done); }, access: function (path, done) { ask('access', [path], done); },
      readdir: function (path, options, done) { ask('readdir', [path], function (error, entries) { done(error, entries && entries.map(function (entry) { return { name: entry.name, isDirectory: function () { return entry.folder; } }; })); }); }
    },
    net: {
      connect: function (port, host) {
        var listeners = {};
        ask('connect', [port, host], function (error) { var listener = listeners[error ? 'error' : 'connect']; if (listener) listener(); });
        return { on: function (event, listener) { listeners[event] = listener; }, destroy: function () {} };
      }
    },
    child_process: {
      execFile: function (program, args, options, done) { ask('execFile', [program, args, options], done); },
      spawn: function (program, args, options) {
        var listeners = {};
        ask('spawn', [program, args, options], function (error) { var listener = listeners[error ? 'error' : 'spawn']; if (listener) listener(error); });
        return { on: function (event, listener) { listeners[event] = listener; }, unref: function () {} };
      }
    }
  };
  window.cep_node = { require: function (name) { return parts[name]; }, process: { platform: 'linux', env: given.variables } };
}`;
