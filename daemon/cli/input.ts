// Where answers come from: a person at a terminal, or lines of a pipe or file.
import { createInterface } from 'node:readline';
import { FrameWrightError } from '../../shared/errors.ts';

export type Input = {
  /** A person at a terminal: `read` then draws the prompt, and the line can be edited. */
  readonly interactive: boolean;
  /** One line without its end; null when there are no more. @throws FrameWrightError `cancelled` when a person ends the input. */
  read(prompt: string): Promise<string | null>;
};

type Streams = {
  readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream;
  readonly interrupted: AbortSignal;
  /** Called for Ctrl-C, which is a mere key while a line is edited. */ interrupt(): void;
};

/** The process's own input. Nothing is read, and nothing keeps the process alive, before and after `read`. */
export function processInput(streams: Streams): Input {
  const interactive = Boolean(streams.input.isTTY && streams.output.isTTY);
  return { interactive, read: interactive ? (prompt) => readTyped(streams, prompt) : readPiped(streams) };
}

/** The terminal is let go of after each line, so that Ctrl-C is a signal again while work is done. */
function readTyped({ input, output, interrupted, interrupt }: Streams, prompt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input, output, terminal: true });
    const close = (): void => lines.close();
    interrupted.addEventListener('abort', close, { once: true });
    lines.once('SIGINT', interrupt);
    lines.once('close', () => {
      interrupted.removeEventListener('abort', close);
      reject(new FrameWrightError('cancelled'));
    });
    lines.question(prompt, (line) => { resolve(line); close(); });
  });
}

/** A pipe is held only while a line is waited for; its later lines stay for later questions. */
function readPiped({ input }: Streams): () => Promise<string | null> {
  let lines: NodeJS.AsyncIterator<string> | null = null;
  return async () => {
    lines ??= createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
    input.ref?.();
    const { value, done } = await lines.next();
    input.unref?.();
    return done ? null : value;
  };
}
