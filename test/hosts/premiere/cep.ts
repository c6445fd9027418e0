/// <reference path="../../../node_modules/types-for-adobe/Premiere/24.0/index.d.ts" />
/// <reference path="../../../node_modules/types-for-adobe/shared/PlugPlugExternalObject.d.ts" />
// The simulated Premiere with a CEP panel in it: the host script runs in a context of its own with what ES3 has, and answers through `evalScript`.
import { readFileSync } from 'node:fs';
import { createContext, runInContext, type Context } from 'node:vm';
import type { Engine, EngineEvent } from '../../../plugin-premiere/cep/engine.ts';
import { createApp, type Bound } from './cep-app.ts';
import type { Cep, CepFaults, CepOptions } from './cep-faces.ts';
import { FakeXmp, projectItemTypes } from './cep-items.ts';
import { FakeTime } from './cep-time.ts';
import type { Premiere, PremiereEvent } from './premiere.ts';

/** What a later language has and ExtendScript lacks; taken away before the script runs. */
const es3 = `
  delete globalThis.JSON; delete globalThis.Map; delete globalThis.Set; delete globalThis.WeakMap; delete globalThis.WeakSet; delete globalThis.Promise; delete globalThis.Symbol; delete globalThis.Proxy; delete globalThis.Reflect; delete globalThis.BigInt;
  for (var name of Object.getOwnPropertyNames(Array.prototype)) if (' length constructor concat join pop push reverse shift slice sort splice toString toLocaleString unshift '.indexOf(' ' + name + ' ') < 0) delete Array.prototype[name];
  for (var name of ['trim', 'trimStart', 'trimEnd', 'startsWith', 'endsWith', 'includes', 'repeat', 'padStart', 'padEnd', 'matchAll', 'replaceAll', 'at', 'codePointAt', 'normalize']) delete String.prototype[name];
  for (var name of ['keys', 'values', 'entries', 'assign', 'create', 'defineProperty', 'freeze', 'getOwnPropertyNames', 'fromEntries', 'hasOwn', 'is']) delete Object[name];
  delete Array.isArray; delete Array.from; delete Array.of; delete Function.prototype.bind; delete Date.now; delete Number.isInteger; delete Number.isFinite; delete Number.isNaN; delete String.raw;
  delete globalThis.name; delete globalThis.globalThis;
`;

export function createCep(premiere: Premiere, { extension, hasQe = true, loaded = true, locale = 'en_US', environment = {} }: CepOptions): Cep {
  const faults: CepFaults = { emptyAnswers: 0, silent: false, deaf: false }, listeners = new Map<string, Set<(event: EngineEvent) => void>>(), menus = { flyout: '', context: '' };
  const dispatch = (event: EngineEvent): void => { for (const listener of [...listeners.get(event.type) ?? []]) listener(event); };
  const { app, qe, bound } = createApp(premiere, hasQe);
  const context: Context = createContext({
    app, Time: FakeTime, ProjectItemType: projectItemTypes, CSXSEvent: eventClass((event) => setImmediate(() => dispatch(event))), ...(qe ? { qe } : {}),
  });
  const load = (path: string): void => { runInContext(readFileSync(path, 'utf8'), context, { filename: 'host.jsx' }); };
  runInContext(es3, context);
  Object.assign(context, { ExternalObject: externalObject(() => { context['XMPMeta'] = FakeXmp; }), $: { os: 'Macintosh OS X 14.6', locale, evalFile: load } });
  if (loaded) load(`${extension}/jsx/host.jsx`);
  premiere.on((event) => { if (!faults.deaf) tell(bound, event); });

  let choose: (id: string) => void = () => { /* No menu was set yet. */ };
  function evaluate(code: string): string {
    try {
      const result = String(runInContext(code, context, { timeout: 60_000 }));
      if (faults.emptyAnswers === 0) return result;
      faults.emptyAnswers -= 1;
      return '';
    } catch {
      return 'EvalScript error.';
    }
  }
  const engine: Engine = {
    evalScript: (code, answer) => { setImmediate(() => { if (!faults.silent) answer(evaluate(code)); }); },
    addEventListener: (type, listener) => { listeners.set(type, (listeners.get(type) ?? new Set()).add(listener)); },
    removeEventListener: (type, listener) => { listeners.get(type)?.delete(listener); },
    getHostEnvironment: () => JSON.stringify({ appName: 'PPRO', appVersion: premiere.version, appUILocale: locale, appSkinInfo: { baseFontSize: 12, panelBackgroundColor: { color: { red: 35, green: 35, blue: 35, alpha: 255 } } }, ...environment }),
    getCurrentApiVersion: () => JSON.stringify({ major: premiere.version.startsWith('24') ? 11 : 12, minor: 0, micro: 0 }),
    getSystemPath: (kind) => `file://${kind === 'extension' ? encodeURI(extension) : '/Applications/Premiere.app/Contents/MacOS/Premiere'}`,
    invokeSync: (_, parameter) => { menus.flyout = parameter; },
    invokeAsync: (_, parameter, answer) => {
      menus.context = parameter;
      choose = answer;
    },
  };
  return { engine, faults, menus, evaluate, dispatch, choose: (id) => choose(id) };
}

/** Which of Premiere's events a script can bind. */
const names: Partial<Record<PremiereEvent['kind'], readonly string[]>> = {
  selection: ['onActiveSequenceSelectionChanged'], 'sequence-activated': ['onActiveSequenceChanged'], 'project-activated': ['onProjectChanged'], 'project-changed': ['onProjectChanged'], 'track-changed': ['onActiveSequenceStructureChanged'],
  'render-progress': ['onEncoderJobProgress'], 'render-complete': ['onEncoderJobComplete'], 'render-error': ['onEncoderJobError'],
};
function tell(bound: Bound, event: PremiereEvent): void {
  for (const name of names[event.kind] ?? []) for (const listener of bound.get(name) ?? []) listener();
}

const externalObject = (load: () => void): typeof ExternalObject => function ExternalObject(library: string) {
  if (library === 'lib:AdobeXMPScript') load();
} as unknown as typeof ExternalObject;

function eventClass(dispatch: (event: EngineEvent) => void): typeof CSXSEvent {
  return class {
    type = '';
    scope = '';
    data = '';
    dispatch(): void { dispatch({ type: this.type, data: this.data }); }
  } as unknown as typeof CSXSEvent;
}
