// Giving a result the look of the clip below it: the same place and turn, and a size that makes up for more pixels.
import type { ComponentParam, VideoClipTrackItem } from '@adobe/premierepro';
import type { Clip } from './read.ts';
import type { Editor } from './editor.ts';
import type { Stage } from './write.ts';

/** Numbers of the parameters of Motion, which have no names that stay the same in every language. */
const position = 0, scale = 1, scaleWidth = 2, uniform = 3, rotation = 4, anchor = 5;
const copied = [position, scale, scaleWidth, uniform, rotation, anchor];
type Point = { readonly x: number; readonly y: number };
type Value = Parameters<ComponentParam['createKeyframe']>[0];
export type Motion = { readonly values: ReadonlyMap<number, Value>; /** It moves over time. */ readonly varies: boolean };

export async function motionOf(editor: Editor, clip: Clip): Promise<Motion | null> {
  const params = await paramsOf(editor, clip);
  if (!params) return null;
  const values = await Promise.all(copied.map(async (index) => [index, (await editor.ask('look at motion', params(index).getStartValue())).value.value] as const));
  return { values: new Map(values), varies: copied.some((index) => params(index).isTimeVarying()) };
}

async function paramsOf({ ask }: Editor, clip: Clip): Promise<((index: number) => ComponentParam) | null> {
  const chain = await ask('look at motion', (clip as VideoClipTrackItem).getComponentChain());
  for (let at = 0; at < chain.getComponentCount(); at++) {
    const component = chain.getComponentAtIndex(at);
    if (/^(?:AE\.)?ADBE Motion$/i.test(await ask('look at motion', component.getMatchName()))) return (index) => component.getParam(index);
  }
  return null;
}

/** Lays one clip's motion onto another, its size times `factor`, and says whether it was there when read back. */
export async function applyMotion(stage: Stage, clip: Clip, { values }: Motion, factor: number): Promise<boolean> {
  const { editor, project, label } = stage, params = await paramsOf(editor, clip), own = await motionOf(editor, clip);
  if (!params || !own) return false;
  const wanted = new Map([...values].map(([index, value]) => [index, index === scale || index === scaleWidth ? Number(value) * factor : value]));
  const different = [...wanted].filter(([index, value]) => !sameValue(own.values.get(index), value));
  if (different.length === 0) return true;
  editor.change(project, label, () => different.map(([index, value]) => params(index).createSetValueAction(params(index).createKeyframe(value), true)));
  const now = await motionOf(editor, clip);
  return now !== null && different.every(([index, value]) => sameValue(now.values.get(index), value));
}

/** Points are pairs or objects of x and y; scales are percent in single precision. */
function sameValue(a: Value | undefined, b: Value): boolean {
  // The typings make functions of points; they are objects.
  const numbers = (value: unknown): readonly number[] => (isPoint(value) ? [value.x, value.y] : typeof value === 'object' && value !== null ? Object.values(value) as number[] : [Number(value)]);
  const [one, other] = [numbers(a), numbers(b)];
  return one.length === other.length && one.every((number, at) => Math.abs(number - other[at]!) < 1e-3);
}
const isPoint = (value: unknown): value is Point => typeof (value as Partial<Point> | null)?.x === 'number';
