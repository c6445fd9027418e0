// Which encoders of graphics devices work here. What is asked of each is for whoever knows codecs to say; this folder only lets them prove themselves.
import type { HardwareEncoder } from '../../shared/hardware.ts';
import { proveInProcess, type Proof } from './prove.ts';

/** One encoder and what its test is told. */
export type EncoderProbe = Pick<HardwareEncoder, 'encoder' | 'codec' | 'device'> & { readonly argument: string };

/** Longest a driver may take to start and encode some small pictures. */
const patienceMs = 15_000;

/** The test in a process of its own, whose entry is `entry`: a crash or a hang of a driver costs nothing. */
export const proveEncoder = (entry: URL) => (probe: EncoderProbe): Promise<Proof> => proveInProcess(entry, probe.argument, patienceMs);

/**
 * Every encoder with its proof, in order. Families are tried side by side; where a family's first encoder fails, its driver is not asked for the others.
 * @param prove a stand-in in tests.
 */
export async function proveEncoders(probes: readonly EncoderProbe[], prove: (probe: EncoderProbe) => Promise<Proof>): Promise<HardwareEncoder[]> {
  const families = Map.groupBy(probes, ({ device }) => device);
  const proven = new Map<EncoderProbe, Proof>();
  await Promise.all([...families.values()].map(async ([first, ...others]) => {
    const proof = await prove(first!);
    proven.set(first!, proof);
    for (const other of others) proven.set(other, proof.proven ? await prove(other) : { proven: false, why: `${first!.encoder} does not work: ${proof.why}` });
  }));
  return probes.map((probe) => {
    const { encoder, codec, device } = probe;
    return { encoder, codec, device, ...proven.get(probe)! };
  });
}
