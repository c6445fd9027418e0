// A CEP around a simulated Premiere, as tests hold it; apart from what is made of ExtendScript's types, which are global and replace those of Node.
import type { Engine, EngineEvent } from '../../../plugin-premiere/cep/engine.ts';
import type { Premiere } from './premiere.ts';

export type CepOptions = {
  /** Absolute path of the extension, with `jsx/host.jsx`. */ readonly extension: string;
  /** Whether QE can add tracks. */ readonly hasQe?: boolean; /** Whether Premiere has loaded the host script by itself, as the manifest asks. */ readonly loaded?: boolean;
  readonly environment?: object; readonly locale?: string;
};
/** Reported of CEP itself. */
export type CepFaults = { /** Calls that come back empty although they were run, that many. */ emptyAnswers: number; /** Nothing comes back. */ silent: boolean; /** Whether `app.bind` tells anything. */ deaf: boolean };
export type Cep = {
  readonly engine: Engine; readonly faults: CepFaults; readonly menus: { flyout: string; context: string };
  /** Evaluates as CEP does: text, or an error that says nothing. */ evaluate(code: string): string;
  /** An event of CEP: a colour change, a click in the flyout menu. */ dispatch(event: EngineEvent): void;
  /** A click in the panel's context menu. */ choose(id: string): void;
};
export type MakeCep = (premiere: Premiere, options: CepOptions) => Cep;
