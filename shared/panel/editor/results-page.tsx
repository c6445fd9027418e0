// What was restored in this project: kept with it, so that it can be placed, compared and taken back at any time.
import { useState } from 'react';
import { errorFrom } from '../../errors.ts';
import { useErrors, useStrings } from '../language.tsx';
import { fileName, momentName } from '../naming.ts';
import { Badge, Button, Empty, IconButton, ProgressBar, Section } from '../parts.tsx';
import { Notices } from './card-work.tsx';
import { workMenu } from './card-menu.ts';
import { isMenuKey, Menu, spotOf, type Spot } from './menu.tsx';
import css from './results.module.css';
import { useSession, useSessionState, useView } from './session-view.tsx';
import type { Work } from './state.ts';
import { canCompare, canPlace, canRevert, isAtWork, wasCancelled, workState } from './work-words.ts';
import { useEditorStrings } from './words.ts';

export function ResultsPage() {
  const session = useSession(), { works, notes } = useSessionState(), words = useEditorStrings();
  const waiting = works.filter(({ entry }) => entry.state === 'ready').length, note = words.notes[notes];
  return (
    <Section title={words.results.title} aside={waiting > 1 ? <Button look="primary" onClick={() => void session.placeAll()}>{words.results.placeAll}</Button> : null}>
      {note && <p className="muted small">{note}</p>}
      {works.length === 0 ? <Empty icon="film" title={words.results.none}><p>{words.results.noneWhy}</p></Empty> : <ul className={css.results}>{works.map((work) => <ResultRow key={work.entry.id} work={work} />)}</ul>}
    </Section>
  );
}

function ResultRow({ work }: { readonly work: Work }) {
  const session = useSession(), state = useSessionState(), view = useView(), words = useEditorStrings(), strings = useStrings(), sayError = useErrors();
  const [menuAt, setMenuAt] = useState<Spot | null>(null);
  const { entry } = work, { says, tone } = workState(work, words, strings), { name } = entry.clip;
  const failure = work.failure ?? (entry.state === 'failed' && entry.error ? errorFrom(entry.error) : null);
  return (
    <li className={css.row} tabIndex={0} aria-label={words.results.of(name)} onContextMenu={(event) => { event.preventDefault(); setMenuAt(spotOf(event)); }} onKeyDown={(event) => { if (isMenuKey(event)) { event.preventDefault(); setMenuAt(spotOf(event)); } }}>
      <div className={css.head}>
        <span className={css.name} dir="auto" title={entry.clip.path ?? name}>{name}</span>
        <IconButton icon="more" label={`${words.card.menu}: ${name}`} aria-haspopup="menu" aria-expanded={menuAt !== null} onClick={(event) => setMenuAt(spotOf(event))} />
      </div>
      <p className={css.facts}><Badge tone={tone}>{says}</Badge><span>{momentName(entry.at, strings.code)}</span>{entry.output && <span className={css.file} title={entry.output}>{fileName(entry.output)}</span>}{entry.placed?.track !== undefined && entry.placed.track !== null && entry.state === 'placed' && <span>{words.results.on(entry.placed.track + 1)}</span>}</p>
      {isAtWork(work) && <ProgressBar share={work.progress?.fraction ?? work.job?.progress ?? null} label={words.card.progress(name)} resting={work.job?.state !== 'running'} />}
      {failure && !wasCancelled(work) && <p className={css.failure}>{sayError(failure).what}</p>}
      {entry.placed && entry.state !== 'reverted' && <Notices notices={entry.placed.notices} />}
      <div className={css.actions}>
        {canPlace(work) && <Button look={entry.state === 'ready' ? 'primary' : 'plain'} aria-label={`${words.results.placeOne}: ${name}`} onClick={() => void session.place(entry.id)}>{words.results.placeOne}</Button>}
        {canCompare(work) && <Button aria-label={`${words.menu.compare}: ${name}`} onClick={() => view.show({ kind: 'compare', work: entry.id })}>{words.menu.compare}</Button>}
        {canRevert(work) && <Button aria-label={`${words.menu.revert}: ${name}`} onClick={() => void session.revert(entry.id)}>{words.card.revert}</Button>}
        {entry.state === 'failed' && <Button icon="retry" aria-label={`${words.card.retry}: ${name}`} onClick={() => void session.retry(entry.id)}>{words.card.retry}</Button>}
      </div>
      {menuAt && <Menu entries={workMenu(work, { session, state, view, words })} label={words.card.actions(name)} at={menuAt} onClose={() => setMenuAt(null)} />}
    </li>
  );
}
