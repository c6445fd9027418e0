// Which fields of a wish stand where on a form. What they are is told by the wish's own schema, what they are called by the language.
import { fieldsOf, type FieldSchema } from './schema.ts';

export type WishGroup = 'picture' | 'result' | 'work' | 'better';
const places: Readonly<Record<Exclude<WishGroup, 'better'>, readonly string[]>> = {
  picture: ['crop', 'aspect', 'fit', 'squarePixels', 'constantRate'],
  result: ['purpose', 'container', 'encoder', 'crf', 'size', 'handles', 'extend', 'sound', 'pictureNames', 'xmp'],
  work: ['withinSeconds', 'device', 'tile', 'checkpointSeconds'],
};
/** Those that have controls of their own, and presets of one's own, which are files for the command line. */
export const elsewhere: readonly string[] = ['quality', 'style', 'preset', 'config', 'stages', 'scale', 'interpretation', 'range', 'delivery'];

/** Values that are worth offering where a name is typed: FFmpeg's names of what is common. */
export const suggested: Readonly<Record<string, readonly string[]>> = {
  aspect: ['4:3', '16:9', '1:1', '9:16', '64:27'], constantRate: ['24', '24000/1001', '25', '30000/1001', '30', '50', '60000/1001', '60'], rate: ['16', '18', '24', '24000/1001', '25', '30000/1001', '50', '60000/1001'],
  sar: ['1', '12/11', '10/11', '16/11', '40/33', '4/3'], matrix: ['bt709', 'smpte170m', 'bt470bg', 'bt2020nc'], primaries: ['bt709', 'smpte170m', 'bt470bg', 'bt2020'], transfer: ['bt709', 'smpte170m', 'iec61966-2-1', 'smpte2084', 'arib-std-b67'],
};

export type WishFields = { readonly group: WishGroup; readonly fields: readonly FieldSchema[] }[];

/** `schema` as `wishSchema` answers it. A field that nobody has placed is listed with the work, so that none is ever out of reach. */
export function wishFields(schema: Readonly<Record<string, unknown>>): WishFields {
  const known = new Map(fieldsOf(schema).map((field) => [field.key, field]));
  const placed = new Set([...Object.values(places).flat(), ...elsewhere]), interpretation = known.get('interpretation');
  const of = (keys: readonly string[]): FieldSchema[] => keys.flatMap((key) => known.get(key) ?? []);
  return [
    { group: 'picture', fields: of(places.picture) }, { group: 'result', fields: of(places.result) },
    { group: 'better', fields: interpretation?.kind === 'group' ? interpretation.fields : [] },
    { group: 'work', fields: [...of(places.work), ...[...known.values()].filter(({ key }) => !placed.has(key))] },
  ];
}
