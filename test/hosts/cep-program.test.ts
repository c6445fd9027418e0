// The button that starts the daemon from CEP's panel: the program that the installer named is started, apart from the panel, and what became of it is told.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createDesk, noDesk, type NodeParts } from '../../plugin-premiere/cep/desk.ts';
import { lineOptions, readProgram } from '../../plugin-premiere/cep/program.ts';
import { createLine } from '../../shared/panel/bridge/line.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const end of ends.splice(0).reverse()) await end(); });

/** Writes what it was started with beside itself. */
const standIn = `
const { writeFileSync, renameSync } = require('node:fs'), { FRAMEWRIGHT_HOME: home, NODE_OPTIONS: options = null, ELECTRON_RUN_AS_NODE: electron = null } = process.env, told = __filename + '.json';
writeFileSync(told + '.part', JSON.stringify({ asked: process.argv.slice(2), home, options, electron }));
renameSync(told + '.part', told);
`;
/** A panel whose extension names a program; Premiere's own Node has variables that would lead another one astray. */
async function panel(command: (folder: string) => readonly string[] | null) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cep program-')), program = command(folder);
  ends.push(() => rm(folder, { recursive: true, force: true }));
  await writeFile(path.join(folder, 'program.cjs'), standIn);
  if (program) await writeFile(path.join(folder, 'framewright.json'), JSON.stringify({ command: program, home: path.join(folder, 'home') }));
  const process = { platform: globalThis.process.platform, env: { ...globalThis.process.env, FRAMEWRIGHT_HOME: path.join(folder, 'usual'), NODE_OPTIONS: '--no-such-option', ELECTRON_RUN_AS_NODE: '1' } };
  const desk = createDesk({ fs, path, os, net, child_process: childProcess, process } as unknown as NodeParts), { connection, transport } = createLine({ ...lineOptions(desk, await readProgram(desk, folder)), times: { startMs: 200, lookMs: 50 } });
  ends.push(() => transport.close());
  return { folder, connection };
}

test('starts the program beside the panel with its own data folder, and says when nobody listens afterwards', async () => {
  const { folder, connection } = await panel((at) => [process.execPath, path.join(at, 'program.cjs')]);
  await expect(connection.startDaemon()).rejects.toMatchObject({ code: 'daemon-failed', values: { why: expect.stringContaining('It was started') } });
  await expect.poll(() => readFile(path.join(folder, 'program.cjs.json'), 'utf8').catch(() => null), { timeout: 60_000 }).not.toBeNull();
  expect(JSON.parse(await readFile(path.join(folder, 'program.cjs.json'), 'utf8'))).toEqual({ asked: ['daemon', 'start'], home: path.join(folder, 'home'), options: null, electron: null });
});

test('says why a program did not start, and that there is none', async () => {
  const missing = await panel((at) => [path.join(at, 'nowhere')]);
  await expect(missing.connection.startDaemon()).rejects.toMatchObject({ code: 'daemon-failed', values: { why: expect.stringContaining('ENOENT') } });
  const none = await panel(() => null);
  await expect(none.connection.startDaemon()).rejects.toMatchObject({ code: 'daemon-failed', values: { why: expect.stringContaining('framewright daemon start') } });
  await expect(noDesk.launch(['framewright'], {})).rejects.toThrow('Node is not enabled');
});
