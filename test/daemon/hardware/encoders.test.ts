import { expect, it } from 'vitest';
import { proveEncoders, whyAbsent, type EncoderProbe } from '../../../daemon/hardware/encoders.ts';
import { proveInProcess } from '../../../daemon/hardware/prove.ts';

const probe = (encoder: string, device: string): EncoderProbe => ({ encoder, codec: encoder.split('_')[0]!, device, argument: '{}' });
const probes = [probe('h264_nvenc', 'nvenc'), probe('h264_qsv', 'qsv'), probe('hevc_nvenc', 'nvenc'), probe('hevc_qsv', 'qsv')];

it('tries a family\'s others only when its first works, and says why for each', async () => {
  const tried: string[] = [];
  const found = await proveEncoders(probes, async ({ encoder, device }) => {
    tried.push(encoder);
    return device === 'qsv' ? { proven: encoder === 'h264_qsv', why: 'tried' } : { proven: false, why: 'No driver.' };
  }, () => null);
  expect(tried.sort()).toEqual(['h264_nvenc', 'h264_qsv', 'hevc_qsv']);
  expect(found.map(({ encoder, proven }) => [encoder, proven])).toEqual([['h264_nvenc', false], ['h264_qsv', true], ['hevc_nvenc', false], ['hevc_qsv', false]]);
  expect(found[2]!.why).toBe('h264_nvenc does not work: No driver.');
});

it.each([
  ['nvenc', 'linux', ['nvidia0'], null], ['nvenc', 'linux', ['dxg'], null], ['nvenc', 'linux', ['dri'], /nothing in \/dev/], ['vaapi', 'linux', ['dri'], null], ['vaapi', 'win32', [], /none on win32/],
  ['amf', 'win32', [], null], ['videotoolbox', 'darwin', [], null], ['videotoolbox', 'linux', ['dri'], /none on linux/],
] as const)('%s on %s with %j', (device, platform, nodes, why) => {
  const found = whyAbsent(device, platform, [...nodes]);
  if (why) expect(found).toMatch(why);
  else expect(found).toBeNull();
});

const program = (source: string): URL => new URL(`data:text/javascript,${encodeURIComponent(source)}`);
it.each([
  ['process.kill(process.pid, "SIGSEGV")', /ended the test \(SIGSEGV\)/], ['setInterval(() => {}, 1000)', /no answer within 5 seconds/], ['process.exit(3)', /status 3/],
])('survives a driver that does: %s', async (source, why) => {
  // Only files are forked; this one runs its argument.
  const entry = new URL('./odd-entry.ts', import.meta.url);
  expect(await proveInProcess(entry, program(source).href, 5000)).toEqual({ proven: false, why: expect.stringMatching(why) });
});
