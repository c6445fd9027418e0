// Which encoders of graphics devices work here. What is asked of each is for whoever knows codecs to say; this folder only lets them prove themselves.
import { readdirSync } from 'node:fs';
import type { HardwareEncoder } from '../../shared/hardware.ts';
import { proveInProcess, type Proof } from './prove.ts';

/** One encoder and what its test is told. */
export type EncoderProbe = Pick<HardwareEncoder, 'encoder' | 'codec' | 'device'> & { readonly argument: string };

/** Where a family can exist at all: systems, and on Linux the nodes that its drivers make (`dxg` is Windows' device seen from its Linux). */
const homes: Readonly<Record<string, { readonly platforms: readonly NodeJS.Platform[]; readonly nodes: RegExp }>> = {
  nvenc: { platforms: ['linux', 'win32'], nodes: /^(nvidia\d+|dxg)$/ }, qsv: { platforms: ['linux', 'win32'], nodes: /^(dri|dxg)$/ }, amf: { platforms: ['linux', 'win32'], nodes: /^(dri|dxg)$/ },
  vaapi: { platforms: ['linux'], nodes: /^(dri|dxg)$/ }, videotoolbox: { platforms: ['darwin'], nodes: /^/ },
};

/** Why a family need not be tried; null when it is. */
export function whyAbsent(device: string, platform = process.platform, nodes = deviceNodes(platform)): string | null {
  const home = homes[device];
  if (!home) return null;
  if (!home.platforms.includes(platform)) return `There is none on ${platform}.`;
  return platform !== 'linux' || nodes.some((name) => home.nodes.test(name)) ? null : 'No such device is there (nothing in /dev).';
}

const deviceNodes = (platform: NodeJS.Platform): string[] => {
  try { return platform === 'linux' ? readdirSync('/dev') : []; } catch { return []; }
};

/** Longest a driver may take to start and encode some small pictures. */
const patienceMs = 15_000;

/** The test in a process of its own, whose entry is `entry`: a crash or a hang of a driver costs nothing. */
export const proveEncoder = (entry: URL) => (probe: EncoderProbe): Promise<Proof> => proveInProcess(entry, probe.argument, patienceMs);

/**
 * Every encoder with its proof, in order. Families are tried side by side; where a family's first encoder fails, its driver is not asked for the others.
 * @param prove a stand-in in tests; so is `absent`.
 */
export async function proveEncoders(probes: readonly EncoderProbe[], prove: (probe: EncoderProbe) => Promise<Proof>, absent: (device: string) => string | null = whyAbsent): Promise<HardwareEncoder[]> {
  const families = Map.groupBy(probes, ({ device }) => device);
  const proven = new Map<EncoderProbe, Proof>();
  await Promise.all([...families.values()].map(async ([first, ...others]) => {
    const missing = absent(first!.device), proof = missing === null ? await prove(first!) : { proven: false, why: missing };
    proven.set(first!, proof);
    for (const other of others) proven.set(other, proof.proven ? await prove(other) : { proven: false, why: missing ?? `${first!.encoder} does not work: ${proof.why}` });
  }));
  return probes.map((probe) => {
    const { encoder, codec, device } = probe;
    return { encoder, codec, device, ...proven.get(probe)! };
  });
}
