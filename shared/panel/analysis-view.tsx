// What a clip is and what was found in it, in words and measures.
import type { Analysed, Analysis, AudioFacts } from '../analysis.ts';
import type { AnyMedia } from '../media.ts';
import { bitRate, bytes, decimals, duration, fixed, type Units } from '../words.ts';
import { useStrings } from './language.tsx';
import type { Strings } from './english.ts';
import { Badge } from './parts.tsx';
import css from './analysis-view.module.css';

export function MediaFacts({ media }: { readonly media: AnyMedia }) {
  const { clip, units } = useStrings();
  return <dl className={css.pairs}>{factsOf(media, clip.facts, units).map(([name, says]) => <div key={name}><dt>{name}</dt><dd>{says}</dd></div>)}</dl>;
}

function factsOf(media: AnyMedia, names: Strings['clip']['facts'], units: Units): [string, string][] {
  const { video, audio } = media;
  const facts: [string, string][] = [];
  if (video) {
    const { shape } = video, rate = video.rate.nominal.num / video.rate.nominal.den;
    facts.push([names.picture, `${shape.width} × ${shape.height}, ${video.codec}, ${shape.pixel.chroma === 'none' ? shape.pixel.family : `4:${shape.pixel.chroma.slice(1).split('').join(':')}`}, ${shape.pixel.depth} bit`]);
    facts.push([names.rate, `${decimals(String(Number(rate.toFixed(3))), units)} fps`]);
  }
  facts.push([names.length, duration(media.durationSeconds, units)]);
  facts.push([names.file, [media.container, bytes(media.fingerprint.size, units), media.bitRate === null ? null : bitRate(media.bitRate, units)].filter(Boolean).join(', ')]);
  for (const track of audio) facts.push([names.sound, `${track.codec}, ${track.layout}, ${decimals(String(track.sampleRate / 1000), units)} kHz`]);
  return facts;
}

export type Measure = { readonly name: string; readonly says: string; /** 0 nothing to see, to 1 strong. */ readonly share: number };

/** Each measure on its own scale of what people notice: from where it is left alone to where it spoils the picture. */
export function measuresOf(found: Analysis, t: Strings): Measure[] {
  const { units, clip: { measures, times } } = t;
  const scale = (value: number, from: number, to: number): number => Math.min(1, Math.max(0, (value - from) / (to - from)));
  return [
    { name: measures.noise, says: `σ ${fixed(found.noise.luma, 1, units)}`, share: scale(found.noise.luma, 0.8, 12) },
    { name: measures.combing, says: times(found.interlacing.combed), share: scale(found.interlacing.combed, 0.02, 0.6) },
    { name: measures.blocks, says: fixed(found.blockiness, 1, units), share: scale(found.blockiness, 1.5, 8) },
    { name: measures.banding, says: `${Math.round(found.banding * 100)} %`, share: scale(found.banding, 0.03, 0.5) },
    { name: measures.softness, says: `${fixed(found.blur, 1, units)} px`, share: scale(found.blur, 4, 10) },
    { name: measures.dark, says: `${Math.round(found.content.lowLight.dark * 100)} %`, share: scale(found.content.lowLight.dark, 0.1, 1) },
    { name: measures.flicker, says: `${fixed(found.content.flicker.share * 100, 1, units)} %`, share: scale(found.content.flicker.share, 0.005, 0.06) },
    { name: measures.repeats, says: `${Math.round(found.duplicates.share * 100)} %`, share: scale(found.duplicates.share, 0.02, 0.6) },
  ];
}

export function AnalysisView({ found }: { readonly found: Analysed }) {
  const t = useStrings();
  if (!('interlacing' in found.analysis)) return <SoundMeasures audio={found.analysis.audio} />;
  const { interlacing, content, notices } = found.analysis;
  const evidence = [...interlacing.evidence, ...content.evidence];
  return (
    <div className={css.found}>
      <p className={css.verdicts}><Badge tone={interlacing.verdict === 'progressive' ? 'neutral' : 'accent'}>{t.clip.scans[interlacing.verdict]}</Badge><Badge>{t.clip.facts.kind} {t.clip.kinds[content.kind]}</Badge></p>
      <ul className={css.measures}>{measuresOf(found.analysis, t).map((one) => <MeasureRow key={one.name} {...one} />)}</ul>
      {notices.map((notice) => <p key={notice} className={css.notice}>{notice}</p>)}
      {evidence.length > 0 && <details className={css.evidence}><summary>{t.clip.evidence}</summary><ul>{evidence.map(({ says, from }) => <li key={`${says} ${from}`}>{says} <span className="muted">({from})</span></li>)}</ul></details>}
    </div>
  );
}

function MeasureRow({ name, says, share }: Measure) {
  const { clip } = useStrings();
  const level = share > 0.5 ? 'high' : share > 0 ? 'medium' : 'low';
  return (
    <li className={css.measure}>
      <span>{name}</span>
      <span className={css.meter} aria-hidden="true"><span className={css[level]} style={{ width: `${Math.max(2, share * 100)}%` }} /></span>
      <span className={css.value}>{says}<span className="visually-hidden">, {clip[level]}</span></span>
    </li>
  );
}

function SoundMeasures({ audio }: { readonly audio: readonly AudioFacts[] }) {
  const { clip, units } = useStrings();
  const db = (value: number | null, unit: string): string => (value === null ? '–' : `${fixed(value, 1, units)} ${unit}`);
  return (
    <dl className={css.pairs}>
      {audio.map((track) => (
        <div key={track.stream}><dt>{clip.facts.sound} {track.stream}</dt><dd>{[db(track.integrated, 'LUFS'), db(track.truePeak, 'dBTP'), `${db(track.noiseFloor, 'dBFS')}`, track.hum ? `${track.hum.hertz} Hz` : null].filter(Boolean).join(', ')}</dd></div>
      ))}
    </dl>
  );
}
