import { Codec, CodecContext } from 'node-av';
import { expect, test } from 'vitest';
import { encoderOptions } from '../../../daemon/media/encoder-options.ts';
import { loadPresets } from '../../../daemon/plan/presets.ts';

const colour = { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left' } as const;
const { deliveries } = await loadPresets();
const rows = Object.values(deliveries).flatMap(({ codec, hardware }) => hardware.flatMap((row) => row.formats.map((format) => ({ codec, row, format, name: `${row.encoder} ${format.pixel}` }))));

test.each(rows)('$name: every option is one that the encoder knows', ({ codec: name, row, format }) => {
  const codec = Codec.findEncoderByName(row.encoder as never);
  // Other systems have other encoders; VideoToolbox is Apple's.
  if (!codec) return void expect(row.device).toMatch(process.platform === 'darwin' ? /vaapi|nvenc|qsv|amf/ : /videotoolbox|vaapi|nvenc|qsv|amf/);
  const context = new CodecContext();
  context.allocContext3(codec);
  const settings = {
    codec: name, encoder: row.encoder, profile: format.profile, level: null, pixel: format.pixel, width: 640, height: 352, sar: { num: 1, den: 1 }, rate: { num: 25, den: 1 }, timeBase: { num: 1, den: 25 },
    fieldOrder: 'progressive', gop: 12, bFrames: row.bFrames, threads: 1, globalHeader: true, rateControl: row.rateControl, options: row.options,
  } as const;
  const refused = Object.entries(encoderOptions(settings, colour, null)).filter(([key, value]) => context.setOption(key, value) < 0);
  context.freeContext();
  expect(refused).toEqual([]);
});
