// The first page: clips that are selected, those at work, and the button that sends them.
import { interval } from '../../words.ts';
import { Failure } from '../failure.tsx';
import { Icon } from '../icon.tsx';
import { useStrings } from '../language.tsx';
import { Button, classes, Empty, IconButton, ProgressBar } from '../parts.tsx';
import { ClipCard } from './clip-card.tsx';
import css from './panel.module.css';
import { useCatalogue } from './catalogue.ts';
import { sameSettings } from './settings.ts';
import { useSession, useSessionState, useView } from './session-view.tsx';
import { canRestore, isFresh } from './work-words.ts';
import { useEditorStrings } from './words.ts';

export function ClipsPage() {
  const { cards, line, host } = useSessionState(), { extending, chooser } = useView();
  return (
    <>
      <Waiting />
      {host?.capabilities.selection === 'chosen' && chooser}
      <OverallProgress />
      {cards.length === 0 ? <NoClips /> : <ul className={css.cards}>{cards.map((card) => <li key={card.id}><ClipCard card={card} /></li>)}</ul>}
      {line.kind === 'open' && !cards.some(({ id }) => id === extending) && <RestoreBar />}
    </>
  );
}

/** Results that came while the panel was closed. */
function Waiting() {
  const { overall, works } = useSessionState(), session = useSession(), view = useView(), { results } = useEditorStrings();
  const waiting = works.filter(({ waits, entry }) => waits && entry.state === 'ready').length;
  if (waiting === 0 || overall.ready === 0) return null;
  return (
    <div className={classes(css.banner, css.good)} role="status">
      <Icon name="drop" size={16} /><span className={css.grow}>{results.waiting(waiting)}</span>
      <span className={css.together}><Button onClick={() => void session.placeAll()}>{results.placeAll}</Button><IconButton icon="right" label={results.title} onClick={() => view.go('results')} /></span>
    </div>
  );
}

function OverallProgress() {
  const { overall, works } = useSessionState(), { card } = useEditorStrings(), { units } = useStrings();
  if (overall.running < 2 || overall.fraction === null) return null;
  const at = works.filter(({ entry }) => entry.state === 'sent').length;
  return (
    <div className={css.overall}>
      <ProgressBar share={overall.fraction} label={card.overallLabel} />
      <p><span>{card.overall(Math.round(overall.fraction * 100), at)}</span>{overall.secondsLeft !== null && <span>{card.left(interval({ low: overall.secondsLeft, high: overall.secondsLeft }, units))}</span>}</p>
    </div>
  );
}

function NoClips() {
  const { host, context } = useSessionState(), { empty } = useEditorStrings();
  if (!host) return null;
  const { selection } = host.capabilities;
  if (selection === 'chosen') return <Empty icon="open" title={empty.choose}><p>{empty.chooseWhy}</p></Empty>;
  if (!context.project) return <Empty icon="film" title={empty.noProject} />;
  if (!context.sequence) return <Empty icon="film" title={empty.noSequence}><p>{empty.noSequenceWhy}</p></Empty>;
  return selection === 'playhead' ? <Empty icon="film" title={empty.playhead}><p>{empty.playheadWhy}</p></Empty> : <Empty icon="film" title={empty.select}><p>{empty.selectWhy}</p></Empty>;
}

/** What all clips are sent with, in a line, and the buttons that send them. */
function RestoreBar() {
  const session = useSession(), view = useView(), state = useSessionState(), { card, settings: words, menu } = useEditorStrings();
  const { presets } = useCatalogue(), { clip } = useStrings();
  const sendable = state.cards.filter((one) => one.selected && isFresh(one.work) && canRestore(one)), { form } = state.settings;
  const title = (kind: string, name: string | null): string | null => (name === null ? null : presets.value?.find((one) => one.kind === kind && one.name === name)?.title ?? name);
  const chosen = [title('quality', form.quality), title('style', form.style), form.scale === null || form.scale === '1' ? null : form.scale, title('delivery', form.delivery), words.places[state.mode]].filter(Boolean).join(' · ');
  // One of several must not look like all of them.
  const selected = state.cards.filter((one) => one.selected).length;
  const differs = state.last !== null && !sameSettings(state.last, state.settings);
  if (sendable.length === 0) return null;
  return (
    <div className={css.restoreBar}>
      <button type="button" className={css.chosen} onClick={() => view.go('settings')}><span>{chosen}</span><Icon name="settings" size={14} /><span className="visually-hidden">{clip.settings}</span></button>
      {presets.failure && <Failure error={presets.failure} onAgain={presets.again} />}
      <div className={css.send}>
        <Button look="primary" className={css.start} onClick={() => void session.restore(sendable.map(({ id }) => id))}>{sendable.length === 1 && selected === 1 ? card.restore : card.restoreAll(sendable.length)}</Button>
        {differs && <Button onClick={() => void session.sameAsLast(sendable.map(({ id }) => id))}>{menu.last}</Button>}
      </div>
    </div>
  );
}
