// What the native half of this machine can do: each finding is an attempt, and a failed one is a finding too.
import type { Finding, TaskFunction } from '../contract.ts';

const reinstall = 'Remove the folder node_modules and run: npm start';

export const doctorTask: TaskFunction<'doctor'> = async (_request, { home }) => [
  await attempt('FFmpeg', reinstall, checkFfmpeg),
  await attempt('Inference', reinstall, () => checkInference(home)),
  await attempt('Encoders', reinstall, () => checkEncoders(home)),
  await attempt('Models', 'Restore the folder daemon/models/weights from the release; its files are checked by SHA-256.', checkModels),
  { what: 'Licence', ok: true, says: 'This FFmpeg is a GPL-3 build that npm fetched; FrameWright is GPL-3.0-or-later, and your videos stay yours.', mend: null },
];

async function attempt(what: string, mend: string, check: () => Promise<Omit<Finding, 'what'>>): Promise<Finding> {
  try {
    return { what, ...await check() };
  } catch (error) {
    return { what, ok: false, says: (error as Error).message, mend };
  }
}

async function checkFfmpeg(): Promise<Omit<Finding, 'what'>> {
  const [{ findMissing }, { loadPresets }] = await Promise.all([import('../../media/capability.ts'), import('../../plan/presets.ts')]);
  const { deliveries } = await loadPresets();
  const encoders = new Set(Object.values(deliveries).map((delivery) => delivery.encoder));
  const { version, missing } = findMissing([...encoders, 'aac', 'flac'], filters);
  return { ok: missing.length === 0, says: `FFmpeg ${version} through node-av${missing.length ? `; it lacks ${missing.join(', ')}.` : ', with every encoder and filter that is used.'}`, mend: missing.length ? reinstall : null };
}

const filters = ['zscale', 'yadif', 'bwdif', 'w3fdif', 'estdif', 'hqdn3d', 'atadenoise', 'nlmeans', 'bm3d', 'deblock', 'deband', 'unsharp', 'signalstats', 'ebur128', 'adeclip', 'afftdn', 'volume', 'alimiter'];

async function checkInference(home: string): Promise<Omit<Finding, 'what'>> {
  // Fresh, since who asks may just have mended a driver.
  const { measured } = await import('./hardware.ts');
  const { devices, tier } = await measured(home, true);
  const lines = devices.map(({ kind, title, proven, why, memoryBytes }) => (kind === 'cpu' ? `${title} with ${(memoryBytes / 1e9).toFixed(1)} GB` : proven ? `${title}, proven` : `${title} is not used (${why.split('\n')[0]!.slice(0, 160)})`));
  return { ok: devices.some((device) => device.proven), says: `Machine class ${tier}: ${lines.join('; ')}.`, mend: devices.some((device) => device.proven) ? null : reinstall };
}

/** Hardware encoders are no need, so none that fails is a fault; what was found a moment ago is not measured again. */
async function checkEncoders(home: string): Promise<Omit<Finding, 'what'>> {
  const { encoders } = await (await import('./hardware.ts')).measured(home);
  const works = encoders.filter(({ proven }) => proven).map(({ encoder }) => encoder);
  const fails = [...Map.groupBy(encoders.filter(({ proven }) => !proven), ({ device }) => device)].map(([device, [first]]) => `${device} does not (${first!.why.split('\n')[0]!.slice(0, 120)})`);
  return { ok: true, says: `Software encoders need nothing. Of graphics devices ${works.length ? `${works.join(', ')} work; use them with --encoder hardware` : 'none works'}${fails.length ? `; ${fails.join('; ')}` : ''}.`, mend: null };
}

async function checkModels(): Promise<Omit<Finding, 'what'>> {
  const { listCards, modelBytes } = await import('../../models/store.ts');
  const cards = listCards();
  for (const card of cards) await modelBytes(card);
  return { ok: true, says: `${cards.map((card) => card.id).join(', ')}: files are what they should be.`, mend: null };
}
