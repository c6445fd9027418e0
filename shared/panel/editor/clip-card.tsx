// A clip of the timeline as a card: what it is, what is in its way, what can be done, and how far that is.
import { useId, useState, type DragEvent } from 'react';
import { Failure } from '../failure.tsx';
import { Icon } from '../icon.tsx';
import { fileName } from '../naming.ts';
import { Button, classes, IconButton } from '../parts.tsx';
import { usePicture } from '../use-picture.ts';
import { ClipFacts, ClipTimes, Findings } from './card-facts.tsx';
import { cardMenu } from './card-menu.ts';
import { WorkPart } from './card-work.tsx';
import css from './card.module.css';
import { ExtendPart } from './extend-part.tsx';
import { isMenuKey, Menu, spotOf, type Spot } from './menu.tsx';
import { goesItself } from './refusals.ts';
import { rateName } from './sequence-time.ts';
import { useSession, useSessionState, useView } from './session-view.tsx';
import type { Card, Hint } from './state.ts';
import { canCompare, canPlace, canRestore, canRevert, isAtWork, isFresh } from './work-words.ts';
import { useEditorStrings } from './words.ts';

export function ClipCard({ card }: { readonly card: Card }) {
  const session = useSession(), state = useSessionState(), view = useView(), words = useEditorStrings(), name = useId();
  const [menuAt, setMenuAt] = useState<Spot | null>(null);
  const { clip, work } = card, extending = view.extending === card.id;
  return (
    <article className={classes(css.card, !card.selected && css.past)} aria-labelledby={name} tabIndex={0}
      onContextMenu={(event) => { event.preventDefault(); setMenuAt(spotOf(event)); }} onKeyDown={(event) => { if (isMenuKey(event)) { event.preventDefault(); setMenuAt(spotOf(event)); } }}>
      <div className={css.head}>
        <Thumbnail card={card} />
        <h3 id={name} className={css.name} dir="auto" title={clip.path ?? clip.name}>{clip.name || fileName(clip.path ?? '') || words.card.unnamed}</h3>
        <IconButton icon="more" className={css.menuButton} label={`${words.card.menu}: ${clip.name}`} aria-haspopup="menu" aria-expanded={menuAt !== null} onClick={(event) => setMenuAt(spotOf(event))} />
        <ClipTimes clip={clip} sequence={state.context.sequence} />
        <ClipFacts clip={clip} look={card.look} sequence={state.context.sequence} />
      </div>
      <Findings look={card.look} />
      {card.look.failure && <Failure error={card.look.failure} context={clip.path === null ? {} : { path: clip.path }} />}
      {card.refusal && <RefusalPart card={card} />}
      {card.failure && <Failure error={card.failure} />}
      {card.hints.length > 0 && !card.refusal && !work && <ul className={css.notices}>{card.hints.map((hint) => <li key={hint}><Icon name="info" size={14} /><HintWords hint={hint} card={card} /></li>)}</ul>}
      {card.busy && <p className={css.looking} role="status"><span className={css.dots} aria-hidden="true" />{words.busy[card.busy]}</p>}
      {work && <WorkPart work={work} name={clip.name} />}
      <CardActions card={card} />
      {extending && <ExtendPart card={card} />}
      {menuAt && <Menu entries={cardMenu(card, { session, state, view, words })} label={words.card.actions(clip.name)} at={menuAt} onClose={() => setMenuAt(null)} />}
    </article>
  );
}

function Thumbnail({ card: { thumbnail, clip, work } }: { readonly card: Card }) {
  const { address } = usePicture(thumbnail), { host } = useSessionState(), { card: words } = useEditorStrings();
  const dragType = host?.capabilities.dragType ?? null, result = work?.entry.output ?? null, drags = dragType !== null && result !== null;
  const onDragStart = (event: DragEvent): void => { if (drags) { event.dataTransfer.setData(dragType, result); event.dataTransfer.effectAllowed = 'copy'; } };
  return (
    <div className={css.thumbnail} draggable={drags} title={drags ? words.drag : undefined} onDragStart={onDragStart}>
      {address ? <img src={address} alt="" draggable={false} /> : <Icon name={clip.kind === 'sound' ? 'sound' : clip.kind === 'still' ? 'picture' : 'film'} size={22} />}
    </div>
  );
}

function RefusalPart({ card: { id, refusal, clip } }: { readonly card: Card }) {
  const session = useSession(), words = useEditorStrings();
  if (!refusal) return null;
  return (
    <div className={css.refusal} role="group" aria-label={words.refusals[refusal.code]}>
      <p className={css.reason}><Icon name="warn" size={16} /><span>{words.refusals[refusal.code]}{refusal.format && <span className="muted"> {refusal.format.name}</span>}</span></p>
      {refusal.ways.map((way) => (goesItself(way)
        ? <Button key={way} className={css.way} aria-label={`${words.ways[way]}: ${clip.name}`} onClick={() => void session.wayOut(id, way)}>{words.ways[way]}</Button>
        : <p key={way} className={css.hand}>{words.ways[way]}</p>))}
    </div>
  );
}

function HintWords({ hint, card: { clip } }: { readonly hint: Hint; readonly card: Card }) {
  const { hints } = useEditorStrings(), { context } = useSessionState();
  if (hint === 'other-rate') return <span>{hints[hint](clip.rate === null ? '?' : rateName(clip.rate), context.sequence === null ? '?' : rateName(context.sequence.rate))}</span>;
  return <span>{hints[hint]}</span>;
}

function CardActions({ card }: { readonly card: Card }) {
  const session = useSession(), view = useView(), words = useEditorStrings(), { line } = useSessionState();
  const { work, clip, id } = card, fresh = card.present && isFresh(work) && !card.refusal;
  if (isAtWork(work)) return null;
  const named = (says: string): { readonly 'aria-label': string } => ({ 'aria-label': `${says}: ${clip.name}` });
  return (
    <div className={css.actions}>
      {work && canPlace(work) && work.entry.state === 'ready' && <Button look="primary" {...named(words.card.place)} onClick={() => void session.place(work.entry.id)}>{words.card.place}</Button>}
      {work && work.entry.state === 'failed' && work.busy === null && <Button icon="retry" {...named(words.card.retry)} onClick={() => void session.retry(work.entry.id)}>{words.card.retry}</Button>}
      {fresh && work?.entry.state !== 'failed' && <Button disabled={line.kind !== 'open' || !canRestore(card) || card.busy !== null} {...named(words.card.restore)} onClick={() => void session.restore([id])}>{words.card.restore}</Button>}
      {work && canCompare(work) && <Button {...named(words.menu.compare)} onClick={() => view.show({ kind: 'compare', work: work.entry.id })}>{words.menu.compare}</Button>}
      {work && canRevert(work) && <Button {...named(words.menu.revert)} onClick={() => void session.revert(work.entry.id)}>{words.card.revert}</Button>}
      {fresh && card.surroundings && <Button aria-expanded={view.extending === id} {...named(words.card.extend)} onClick={() => view.extend(view.extending === id ? null : id)}>{words.card.extend}</Button>}
    </div>
  );
}
