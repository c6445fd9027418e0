// `framewright benchmark` and `doctor`: what this machine can do, and what is wrong with it.
import { toFrameWrightError } from '../../../shared/errors.ts';
import type { ResponseOf } from '../../../shared/operations.ts';
import type { Command, CommandContext } from '../command.ts';
import { table } from '../output.ts';
import { bytes } from '../../../shared/words.ts';

export const benchmark: Command = {
  name: 'benchmark', usage: 'framewright benchmark', says: 'measures what this machine can do', options: ['json'],
  async run({ client, output }) {
    output.line('Measuring; this takes a few seconds.\n');
    const found = await client.hardware({ measure: true });
    output.data(found);
    const rows = [['machine', `${found.cpu}, ${found.cores} cores, ${bytes(found.memoryBytes)} (${bytes(found.freeBytes)} free), ${found.platform}-${found.architecture}`], ['class', found.tier],
      ...found.devices.map((device) => [device.id, `${device.title}: ${device.proven ? 'works' : 'not used'} (${device.why})`]),
      ...found.encoders.map(({ encoder, proven, why }) => [encoder, `${proven ? 'works' : 'not used'} (${why.split('\n')[0]!})`]),
      ...found.throughput.map((one) => [one.model, `${one.secondsPerMegapixel.toFixed(2)} s per megapixel, ${(1 / (one.secondsPerMegapixel * 0.2304)).toFixed(1)} fps at 640×360, on ${one.provider} (${one.precision}, ${one.threads} threads)`]),
      ...Object.entries(found.filterMegapixels).map(([filter, rate]) => [filter, `${rate.toFixed(0)} megapixels per second and core`])];
    for (const line of table(rows, '')) output.line(line);
    return 0;
  },
};

export const doctor: Command = {
  name: 'doctor', usage: 'framewright doctor', says: 'finds what is wrong with this machine, and how to mend it', options: ['json'],
  async run(context) {
    const { output } = context, findings = await findingsOf(context);
    output.data(findings);
    for (const finding of findings) {
      output.line(`${finding.ok ? output.paint('green', 'ok  ') : output.paint('red', 'FIX ')} ${finding.what}: ${finding.says}`);
      if (finding.mend) output.line(`     ${finding.mend}`);
    }
    return findings.every((finding) => finding.ok) ? 0 : 5;
  },
};

/** Without a daemon the rest is found all the same. */
async function findingsOf({ client, daemon }: CommandContext): Promise<ResponseOf<'doctor'>> {
  try { return await client.doctor({}); } catch (thrown) {
    const error = toFrameWrightError(thrown);
    if (error.row.topic !== 'daemon' && error.code !== 'home-unwritable') throw error;
    const apart = await daemon.apart();
    try {
      return [{ what: 'Daemon', ok: false, says: error.message, mend: 'framewright daemon logs says more.' }, ...(await apart.doctor({})).filter(({ what }) => what !== 'Daemon')];
    } finally { await apart.close(); }
  }
}
