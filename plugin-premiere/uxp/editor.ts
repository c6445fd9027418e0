// Premiere's UXP API as the adapter uses it: answers that are waited for only so long, and changes that are one undo step each.
import type { Action, premierepro, Project, Sequence } from '@adobe/premierepro';
import { FrameWrightError } from '../../shared/errors.ts';

export const hostName = 'Premiere Pro';
export type Editor = {
  readonly api: premierepro; /** As in `26.3.0`. */ readonly version: string;
  /** An answer of the API; `value` may be one already, because some calls became synchronous. @throws FrameWrightError `host-failed`, `host-silent`. */
  ask<Value>(what: string, value: Promise<Value> | Value, seconds?: number): Promise<Value>;
  /** The open project. @throws FrameWrightError `host-failed` when there is none. */
  project(): Promise<Project>;
  /** The sequence of this id. @throws FrameWrightError `host-failed` when it is gone. */
  sequence(project: Project, id: string): Promise<Sequence>;
  /** Does what `make` makes as one undo step. `make` runs under the project's lock, where alone actions may be made, and must not wait for anything. @throws FrameWrightError `host-failed`. */
  change(project: Project, label: string, make: () => readonly Action[]): void;
};

/** Premiere answers within a second; a dialog that nobody closes keeps it for ever. */
const usualSeconds = 10;

export function createEditor(api: premierepro): Editor {
  const ask: Editor['ask'] = (what, value, seconds = usualSeconds) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new FrameWrightError('host-silent', { host: hostName, seconds })), seconds * 1000);
    Promise.resolve(value).then(resolve, (error: unknown) => reject(failed(what, wordsOf(error)))).finally(() => clearTimeout(timer));
  });
  const project = async (): Promise<Project> => {
    const open = await ask('open the project', api.Project.getActiveProject()) as Project | null;
    if (!open) throw failed('open the project', 'No project is open.');
    return open;
  };
  return {
    api, version: api.Application.version, ask, project,
    async sequence(open, id) {
      const all = await ask('list the sequences', open.getSequences()), found = all.find(({ guid }) => guid.toString() === id);
      if (!found) throw failed('find the sequence', 'It was deleted, or belongs to another project.');
      return found;
    },
    change(open, label, make) {
      let done = false;
      try {
        open.lockedAccess(() => { done = open.executeTransaction((compound) => { for (const action of make()) compound.addAction(action); }, label); });
      } catch (error) {
        throw error instanceof FrameWrightError ? error : failed(label, wordsOf(error));
      }
      if (!done) throw failed(label, 'The change was not taken.');
    },
  };
}

export const failed = (what: string, why: string): FrameWrightError => new FrameWrightError('host-failed', { host: hostName, what, why });
export const cannot = (what: string, why: string): FrameWrightError => new FrameWrightError('host-cannot', { host: hostName, what, why });
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether a version such as `26.3.0` is this or a later one. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}
