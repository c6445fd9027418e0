// Stands for the process that hears the key: it does what the key's letter says.
const key = process.argv[2] ?? '';
const say = (message: unknown): void => { process.send!(message); };
if (key.endsWith('x')) {
  process.stderr.write('XOpenDisplay failure!\n');
  process.abort();
}
if (key.endsWith('m')) {
  say({ kind: 'failed', why: 'Cannot find package \'uiohook-napi\'.' });
  process.disconnect?.();
} else {
  say({ kind: 'ready' });
  say({ kind: 'pressed', editor: key.endsWith('r') ? 'resolve' : 'premiere' });
  process.once('disconnect', () => process.exit(0));
}
