// The token by which the user's own programs know each other: in the system's keychain, or in a file that only the user can read.
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AsyncEntry } from '@napi-rs/keyring';

/** `place`: where it is kept and why there, as people read it. */
export type KeptToken = { readonly token: string; readonly place: string };

/** A keychain that waits for a person is asked no longer, ms. */
const patienceMs = 5000;
const wellFormed = /^[\w-]{43}$/;
const fileOf = (home: string): string => join(home, 'token');

/** The token of a daemon that has run in `home`; null where none has. */
export async function readToken(home: string): Promise<KeptToken | null> {
  const kept = await readFileToken(home);
  if (kept) return kept;
  const keychain = await askKeychain(home, async (entry) => entry.getPassword(AbortSignal.timeout(patienceMs)));
  return 'value' in keychain && keychain.value !== null && wellFormed.test(keychain.value) ? { token: keychain.value, place: keychainPlace() } : null;
}

/** 256 bits, made where there are none. A token file goes before the keychain: it is there because the keychain could not be used. */
export async function readOrMakeToken(home: string): Promise<KeptToken> {
  const known = await readToken(home);
  if (known) return known;
  const token = randomBytes(32).toString('base64url');
  const kept = await askKeychain(home, async (entry) => {
    await entry.setPassword(token, AbortSignal.timeout(patienceMs));
    return await entry.getPassword(AbortSignal.timeout(patienceMs)) === token;
  });
  if ('value' in kept && kept.value) return { token, place: keychainPlace() };
  await writeFileToken(home, token);
  return { token, place: `The file ${fileOf(home)}, readable by you alone. ${'why' in kept ? kept.why : 'The system\'s keychain did not give back what it was given.'}` };
}

const keychainPlace = (): string => (process.platform === 'darwin' ? 'The Keychain of this Mac.' : process.platform === 'win32' ? 'The Windows Credential Manager.' : 'The desktop\'s keyring.');

/** Linux' other keyring, the kernel's, is forgotten with the login session and differs from one to the next: only the desktop's is used. */
async function askKeychain<Value>(home: string, ask: (entry: AsyncEntry) => Promise<Value>): Promise<{ value: Value } | { why: string }> {
  if (process.env.FRAMEWRIGHT_KEYCHAIN === 'off') return { why: 'The keychain is switched off (FRAMEWRIGHT_KEYCHAIN=off).' };
  try {
    const { AsyncEntry: Entry } = await import('@napi-rs/keyring');
    const account = createHash('sha256').update(resolve(home)).digest('hex').slice(0, 32);
    return { value: await within(ask(new Entry('FrameWright', account, { linux: { store: 'secret-service' } }))) };
  } catch (error) {
    return { why: `The system's keychain cannot be used: ${(error as Error).message.replace(/\.?$/, '.')}` };
  }
}

function within<Value>(work: Promise<Value>): Promise<Value> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`it did not answer within ${patienceMs / 1000} s`)), patienceMs);
    work.then(done, fail).finally(() => clearTimeout(timer));
  });
}

/** Out of file and keychain; the next daemon makes another. Answers whether there was one. @throws Error when the keychain keeps it. */
export async function forgetToken(home: string): Promise<boolean> {
  const known = await readToken(home);
  await rm(fileOf(home), { force: true });
  const asked = await askKeychain(home, async (entry) => entry.deletePassword(AbortSignal.timeout(patienceMs))), left = await readToken(home);
  if (left) throw new Error(`The token stays where it is. ${left.place} ${'why' in asked ? asked.why : ''}`.trim());
  return known !== null;
}

/** A file that others could read holds no secret any more, and is removed. */
async function readFileToken(home: string): Promise<KeptToken | null> {
  const path = fileOf(home);
  const text = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (!wellFormed.test(text)) return null;
  if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) {
    await rm(path);
    return null;
  }
  return { token: text, place: `The file ${path}, readable by you alone.` };
}

async function writeFileToken(home: string, token: string): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  await rm(fileOf(home), { force: true });
  const file = await open(fileOf(home), 'wx', 0o600);
  try {
    await file.writeFile(`${token}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(fileOf(home), 0o600);
}
