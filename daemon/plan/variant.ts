// A delivery as it is wanted this time: made for something, encoded by a device, at another quality. What comes out is a delivery like any other.
import { FrameWrightError } from '../../shared/errors.ts';
import type { HardwareEncoder } from '../../shared/hardware.ts';
import type { EncoderKind, Purpose } from '../../shared/preset.ts';
import type { Delivery, HardwareRow } from './deliveries.ts';

export type VariantWish = { readonly purpose: Purpose | null; readonly encoder: EncoderKind; readonly crf: number | null };
export type Variant = { readonly delivery: Delivery; readonly standIns: boolean; readonly notices: readonly string[] };

/** @throws FrameWrightError `bad-value` for a quality outside the codec's scale, `device-missing` for an encoder that does not work here. */
export function variantOf(delivery: Delivery, wish: VariantWish, encoders: readonly HardwareEncoder[]): Variant {
  const { purpose, encoder, crf } = wish;
  const suited = suitedTo(delivery, purpose);
  const onDevice = encoder === 'software' ? suited : encodedBy(suited, encoder, encoders);
  return crf === null ? onDevice : { ...onDevice, delivery: atQuality(onDevice.delivery, crf) };
}

function suitedTo(delivery: Delivery, purpose: Purpose | null): Variant {
  if (purpose === null) return { delivery, standIns: true, notices: [] };
  const suited = delivery.purposes[purpose];
  if (!suited) return { delivery, standIns: true, notices: delivery.suits.includes(purpose) ? [] : [`${delivery.title} has no settings of its own for ${purpose}; its usual ones are used.`] };
  const { standIns, says, ...changes } = suited;
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return { delivery: { ...delivery, ...given, faster: suited.options ? undefined : delivery.faster }, standIns, notices: [says] };
}

/** The family asked for, or the first that works. */
function encodedBy({ delivery, standIns, notices }: Variant, kind: EncoderKind, encoders: readonly HardwareEncoder[]): Variant {
  const rows = delivery.hardware.filter(({ device }) => kind === 'hardware' || device === kind);
  const row = rows.find(({ encoder }) => encoders.some((one) => one.encoder === encoder && one.proven));
  if (!row) throw new FrameWrightError('device-missing', { name: kind, why: whyNone(delivery, rows, encoders) });
  return {
    delivery: { ...delivery, ...row, formats: formatsOf(delivery, row), level: null, maxThreads: 1, quality: undefined, sizing: undefined, faster: undefined, title: `${delivery.title} (${row.device})` },
    standIns, notices: [...notices, `${row.encoder} encodes on the graphics device, as asked: faster, but with less quality for each bit than the software encoder. How fast it is was not measured: the time is reckoned as for the software encoder, so it should take less.`],
  };
}

/** A device takes fewer formats; those of a purpose are a choice among them. */
const formatsOf = (delivery: Delivery, row: HardwareRow): Delivery['formats'] => {
  const depth = (pixel: string): number => (/10|16/.test(pixel) ? 10 : 8), most = Math.max(...delivery.formats.map(({ pixel }) => depth(pixel)));
  return row.formats.filter(({ pixel }) => depth(pixel) <= most);
};

function whyNone({ title, hardware }: Delivery, rows: readonly HardwareRow[], encoders: readonly HardwareEncoder[]): string {
  if (hardware.length === 0) return `No graphics device encodes ${title}.`;
  if (rows.length === 0) return `${title} is encoded by ${hardware.map(({ device }) => device).join(', ')}.`;
  const tried = rows.map(({ encoder }) => encoders.find((one) => one.encoder === encoder) ?? { encoder, why: 'it was not tried on this machine' });
  return tried.map(({ encoder, why }) => `${encoder}: ${why}`).join('; ');
}

function atQuality(delivery: Delivery, crf: number): Delivery {
  const { quality, title, rateControl } = delivery;
  if (!quality) throw new FrameWrightError('bad-value', { key: '--crf', value: String(crf), why: `The quality of ${title} is not set that way here.` });
  const [low, high] = [Math.min(quality.best, quality.worst), Math.max(quality.best, quality.worst)];
  if (crf < low || crf > high) throw new FrameWrightError('bad-value', { key: '--crf', value: String(crf), why: `${title} takes from ${quality.best} (best) to ${quality.worst} (worst); it is ${rateControl.value} unless you say otherwise.` });
  return { ...delivery, rateControl: { ...rateControl, value: crf } };
}
