// What a clip is, and what was found in it, in as few words as a card has room for.
import { decimals } from '../../words.ts';
import { measuresOf } from '../analysis-view.tsx';
import { useStrings } from '../language.tsx';
import type { HostClip, HostContext } from '../host.ts';
import { convert, lengthOf, unitsOf } from '../instant.ts';
import { Badge } from '../parts.tsx';
import css from './card.module.css';
import { rateName, timecodeOf } from './sequence-time.ts';
import type { Card } from './state.ts';
import { useEditorStrings } from './words.ts';

type Sequence = HostContext['sequence'];

/** In and out in the sequence, as its timecode counts. */
export function ClipTimes({ clip, sequence }: { readonly clip: HostClip; readonly sequence: Sequence }) {
  const { card } = useEditorStrings();
  if (!sequence) return <p className={css.times} />;
  const start = timecodeOf(clip.place.in, sequence), end = timecodeOf(clip.place.out, sequence);
  return <p className={css.times}><span aria-hidden="true">{start} – {end}</span><span className="visually-hidden">{card.from(start, end)}</span></p>;
}

/** Length, track, rate, size and what the editor does to it; rate and size as the file has them where the editor does not tell. */
export function ClipFacts({ clip, look, sequence }: Pick<Card, 'clip' | 'look'> & { readonly sequence: Sequence }) {
  const { card } = useEditorStrings(), { common, units } = useStrings();
  const video = look.media?.video ?? null, size = clip.size ?? video?.shape ?? null, rate = clip.rate ?? (video && `${video.rate.nominal.num}/${video.rate.nominal.den}`);
  const facts = [
    sequence && common.frames(unitsOf(convert(lengthOf(clip.place), sequence.rate), sequence.rate)), clip.track.name, rate && card.rate(decimals(rateName(rate), units)), size && card.size(size.width, size.height),
    clip.speed.kind === 'constant' && clip.speed.ratio !== '1' ? card.speed(decimals(percentOf(clip.speed.ratio), units)) : null, clip.reversed ? card.reversed : null, clip.effects ? card.effects(clip.effects) : null,
    clip.enabled ? null : card.disabled, clip.offline ? card.offline : null,
  ].filter((fact): fact is string => Boolean(fact));
  return <p className={css.facts}>{facts.map((fact) => <span key={fact}>{fact}</span>)}</p>;
}

/** `1/2` as `50`, for reading alone. */
function percentOf(ratio: string): string {
  const [num, den = '1'] = ratio.split('/');
  return String(Math.round((Number(num) / Number(den)) * 1000) / 10);
}

/** At most so many things that stand out. */
const most = 3;

export function Findings({ look }: Pick<Card, 'look'>) {
  const t = useStrings(), { card } = useEditorStrings();
  if (look.state === 'looking' && !look.found) return <p className={css.looking} role="status"><span className={css.dots} aria-hidden="true" />{card.looking}</p>;
  if (!look.found || !('interlacing' in look.found.analysis)) return null;
  const { analysis } = look.found, { verdict } = analysis.interlacing;
  const seen = measuresOf(analysis, t).filter(({ share }) => share > 0).sort((a, b) => b.share - a.share).slice(0, most);
  return (
    <ul className={css.found} aria-label={t.clip.found}>
      {verdict !== 'progressive' && <li><Badge tone="accent">{t.clip.scans[verdict]}</Badge></li>}
      {seen.map(({ name, share, says }) => <li key={name} title={says}><Badge tone={share > 0.5 ? 'warn' : 'neutral'}>{name}: {share > 0.5 ? t.clip.high : t.clip.medium}</Badge></li>)}
      {seen.length === 0 && verdict === 'progressive' && <li><Badge tone="good" icon="good">{card.fine}</Badge></li>}
    </ul>
  );
}
