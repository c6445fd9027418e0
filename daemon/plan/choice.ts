// What quality, style, preset, config file and command line together ask for, one laid over the other in this order.
import type { Hardware } from '../../shared/hardware.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { EncoderKind, Preset, StageWish, Wish } from '../../shared/preset.ts';
import type { AudioStage, Stage } from '../stages/stage.ts';
import { named, unknownName, type PresetLibrary } from './presets.ts';

export type Choice = {
  /** What is asked of each stage; one that is absent was not asked for. */
  readonly stages: Readonly<Record<string, StageWish>>;
  /** Stages that a preset took away, with its title. */
  readonly removed: Readonly<Record<string, string>>;
  readonly scale: string; readonly delivery: string | null; readonly encoder: EncoderKind;
  /** Seconds of work that one step may take per second of film; infinite without a limit. */
  readonly patience: number;
  /** Longest side of a tile that is chosen unasked; infinite without a limit. */
  readonly largestTile: number;
};

type Layer = Pick<Preset, 'title' | 'remove' | 'stages' | 'scale' | 'delivery' | 'encoder' | 'patience' | 'largestTile'>;
type KnownStage = Pick<Stage, 'id' | 'params' | 'ignoresStrength'> & { readonly methods: readonly { readonly id: string }[] };

/** Lays the wish's presets over each other. @throws FrameWrightError `unknown-name`, `bad-value`, `bad-config`. */
export function chooseStages(wish: Wish, library: PresetLibrary, tier: Hardware['tier'], known: readonly (Stage | AudioStage)[]): Choice {
  const sources = [ofKind('quality', wish.quality, library), wish.style ? ofKind('style', wish.style, library) : null, wish.preset ? named('preset', library.presets, wish.preset) : null, wish.config ?? null];
  const layers = sources.flatMap((preset) => (preset ? layersOf(preset, library, tier, []) : []));
  const own: Layer = { title: 'you', remove: [], stages: wish.stages, scale: wish.scale, encoder: wish.encoder };
  const start: Choice = { stages: {}, removed: {}, scale: 'auto', delivery: null, encoder: 'software', patience: Infinity, largestTile: Infinity };
  const choice = [...layers, own].reduce(layOver, start);
  for (const [id, stageWish] of Object.entries(choice.stages)) checkWish(id, stageWish, known as readonly KnownStage[]);
  return choice;
}

/** A quality or style by name; a preset of another kind is not one. */
function ofKind(kind: 'quality' | 'style', name: string, { presets }: PresetLibrary): Preset {
  return named(kind, Object.fromEntries(Object.entries(presets).filter(([, preset]) => preset.kind === kind)), name);
}

/** What a preset inherits, then itself, then its override for this class of machine. */
function layersOf(preset: Preset, library: PresetLibrary, tier: Hardware['tier'], seen: readonly Preset[]): Layer[] {
  if (seen.includes(preset)) throw new FrameWrightError('bad-config', { path: preset.title, why: 'It inherits from itself.' });
  const inherited = preset.inherits.flatMap((name) => layersOf(named('preset', library.presets, name), library, tier, [...seen, preset]));
  const override = preset.tiers[tier];
  return [...inherited, preset, ...(override ? [{ title: preset.title, delivery: undefined, encoder: undefined, ...override }] : [])];
}

function layOver(below: Choice, layer: Layer): Choice {
  const stages: Record<string, StageWish> = Object.fromEntries(Object.entries(below.stages).filter(([id]) => !layer.remove.includes(id)));
  for (const [id, wish] of Object.entries(layer.stages)) stages[id] = { ...stages[id], ...wish };
  const removed = Object.fromEntries([...Object.entries(below.removed), ...layer.remove.map((id) => [id, layer.title] as const)].filter(([id]) => !(id in stages)));
  return {
    stages, removed, scale: layer.scale ?? below.scale, delivery: layer.delivery ?? below.delivery, encoder: layer.encoder ?? below.encoder,
    patience: layer.patience === undefined ? below.patience : (layer.patience ?? Infinity), largestTile: layer.largestTile ?? below.largestTile,
  };
}

/** Every key and value of a stage's wish, so that a slip of the pen is never passed over. */
function checkWish(id: string, wish: StageWish, known: readonly KnownStage[]): void {
  const stage = known.find((one) => one.id === id);
  if (!stage) throw unknownName('stage', id, known.map((one) => one.id));
  if (wish.method !== undefined && !stage.methods.some((method) => method.id === wish.method)) throw unknownName(`method of ${id}`, wish.method, stage.methods.map((method) => method.id));
  const { strength, method: _method, ...params } = wish;
  if (stage.ignoresStrength && typeof strength === 'number' && strength !== 0) throw new FrameWrightError('bad-value', { key: `${id}.strength`, value: String(strength), why: 'This stage works whole or not at all: auto or off.' });
  const keys = 'shape' in stage.params ? Object.keys(stage.params.shape as object) : Object.keys(params);
  const stray = Object.keys(params).find((key) => !keys.includes(key));
  if (stray !== undefined) throw unknownName(`setting of ${id}`, stray, ['strength', 'method', ...keys]);
  const parsed = stage.params.safeParse(params);
  if (parsed.success) return;
  const issue = parsed.error.issues[0]!, key = String(issue.path[0]);
  throw new FrameWrightError('bad-value', { key: `${id}.${key}`, value: String(params[key]), why: `${issue.message}.` });
}
