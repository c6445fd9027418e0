// Where in the clip one looks: an overview, a slider over all frames, stepping, a field to type into, and moments worth a look.
import { useState, type KeyboardEvent } from 'react';
import type { Moment, PictureRef } from '../pictures.ts';
import type { Rational } from '../time.ts';
import { clamp } from './geometry.ts';
import { useStrings } from './language.tsx';
import { IconButton } from './parts.tsx';
import { formatFrame, parseFrame } from './timecode.ts';
import { usePicture } from './use-picture.ts';
import css from './viewer.module.css';

export type Thumbnail = { readonly frame: number; readonly picture: PictureRef };
type Position = { readonly frame: number; readonly frames: number; readonly rate: Rational; readonly onFrame: (frame: number) => void };

export function PositionBar({ frame, frames, rate, onFrame, thumbnails, range }: Position & { readonly thumbnails: readonly Thumbnail[]; /** Half-open; null is all. */ readonly range: { readonly in: number; readonly out: number } | null }) {
  const { viewer } = useStrings();
  return (
    <div className={css.strip}>
      <div className={css.thumbs} aria-hidden="true">{thumbnails.length ? thumbnails.map((one) => <Thumb key={one.frame} picture={one.picture} />) : <span className={css.thumbEmpty} />}</div>
      {range && <div className={css.rangeWindow}><div className={css.range} style={{ left: `${(range.in / frames) * 100}%`, width: `${((range.out - range.in) / frames) * 100}%` }} /></div>}
      <input type="range" className={css.scrub} aria-label={viewer.position} aria-valuetext={viewer.frame(String(frame), formatFrame(frame, rate))} min={0} max={Math.max(0, frames - 1)} value={frame} onChange={(event) => onFrame(Number(event.target.value))} />
    </div>
  );
}

function Thumb({ picture }: { readonly picture: PictureRef }) {
  const { address } = usePicture(picture);
  return address === null ? <span className={css.thumbEmpty} /> : <img className={css.thumb} src={address} alt="" draggable={false} />;
}

export function FrameStepper({ frame, frames, rate, onFrame }: Position) {
  const { viewer } = useStrings();
  const step = (by: number): void => onFrame(clamp(frame + by, 0, frames - 1));
  return (
    <div className={css.group}>
      <IconButton icon="left" label={viewer.previous} disabled={frame === 0} onClick={() => step(-1)} />
      <FrameInput label={viewer.position} frame={frame} frames={frames} rate={rate} onFrame={onFrame} />
      <IconButton icon="right" label={viewer.next} disabled={frame >= frames - 1} onClick={() => step(1)} />
    </div>
  );
}

/** Shows a time code, takes one or a frame number; what it cannot read it puts back. */
function FrameInput({ label, frame, frames, rate, onFrame }: Position & { readonly label: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (): void => {
    const read = typed === null ? null : parseFrame(typed, rate);
    if (read !== null) onFrame(clamp(read, 0, frames - 1));
    setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') take();
    if (event.key === 'Escape') setTyped(null);
  };
  return <input type="text" className={css.positionInput} aria-label={label} value={typed ?? formatFrame(frame, rate)} onFocus={(event) => event.target.select()} onChange={(event) => setTyped(event.target.value)} onBlur={take} onKeyDown={onKeyDown} />;
}

export function Moments({ moments, frame, onFrame }: { readonly moments: readonly Moment[]; readonly frame: number; readonly onFrame: (frame: number) => void }) {
  const { viewer } = useStrings();
  if (moments.length === 0) return null;
  const here = moments.find((one) => one.frame === frame);
  return (
    <div className={css.moments} role="group" aria-label={viewer.moments}>
      {moments.map((one) => <button key={`${one.kind} ${one.frame}`} type="button" className={css.moment} aria-pressed={one.frame === frame} title={one.why} onClick={() => onFrame(one.frame)}>{viewer.moment[one.kind]}</button>)}
      {here && <span className="muted small">{here.why}</span>}
    </div>
  );
}
