// Objects as scripts see them: every call is written down, may fail as the test says, and may answer by a promise.
import type { Studio } from './model.ts';

type Method = (...values: never[]) => unknown;
type Plain<Face> = { readonly [Name in keyof Face]: Face[Name] };
export type Faces = {
  /** `kind` is the class in the API's documents. Asking again for the same model gives another object, as the real module does. */
  wrap<Face extends object>(kind: string, model: object, face: Plain<Face>): Face;
  unwrap<Model extends object>(face: object): Model;
};

const never = new Promise<never>(() => { /* A call that is not answered. */ });

export function createFaces(studio: Studio): Faces {
  const models = new WeakMap<object, object>();
  return {
    wrap(kind, model, face) {
      const wrapped = Object.fromEntries(Object.entries(face).filter(([, method]) => method !== undefined).map(([name, method]) => [name, act(studio, `${kind}.${name}`, method as Method)]));
      models.set(wrapped, model);
      return wrapped as typeof face;
    },
    unwrap(face) {
      const model = models.get(face);
      if (!model) throw new TypeError('This is no object of this Resolve.');
      return model as never;
    },
  };
}

function act(studio: Studio, name: string, method: Method): Method {
  return (...values) => {
    studio.calls.push(name);
    const answer = (): unknown => {
      switch (studio.quirks.faults.get(name)) {
        case 'null': return null;
        case 'false': return false;
        case 'text': return 'unexpected';
        case 'throws': throw new Error(`${name} failed inside`);
        case 'silent': return never;
        default: return method(...values);
      }
    };
    if (!studio.promises) return answer();
    // Another turn of the event loop, as the bridge between the processes takes.
    return new Promise((resolve) => { setImmediate(resolve); }).then(answer);
  };
}
