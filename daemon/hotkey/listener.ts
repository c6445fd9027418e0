// The process that hears the key: `node listener.ts ctrl+alt+r`. The hook is native and ends its process when a system refuses it, so it has one of its own.
import { readCombination, createWatch } from './keys.ts';
import { openFront, type Editor } from './front.ts';

/** `ready` once keys are heard; `pressed` with the editor that was in front, null where another program was. */
export type Heard = { readonly kind: 'ready' } | { readonly kind: 'pressed'; readonly editor: Editor | null } | { readonly kind: 'failed'; readonly why: string };

const say = (message: Heard): void => { if (process.connected) process.send!(message); };

async function listen(text: string): Promise<void> {
  const { uIOhook, UiohookKey } = await import('uiohook-napi');
  const watch = createWatch(readCombination(text, UiohookKey)), front = openFront();
  uIOhook.on('keydown', (key) => {
    if (watch.down(key)) void front.editor().then((editor) => say({ kind: 'pressed', editor }));
  });
  uIOhook.on('keyup', watch.up);
  process.once('disconnect', () => {
    front.close();
    process.exit(0);
  });
  uIOhook.start();
  say({ kind: 'ready' });
}

listen(process.argv[2] ?? '').catch((error: unknown) => {
  say({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  if (process.connected) process.disconnect?.();
});
