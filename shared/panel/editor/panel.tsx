// The panel beside an editor. It knows a session and the line, never which editor it is.
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Client } from '../../client.ts';
import { Boundary } from '../boundary.tsx';
import { ClientProvider } from '../client.tsx';
import { editor as english, type EditorStrings } from '../english-editor.ts';
import { Failure } from '../failure.tsx';
import { Icon, type IconName } from '../icon.tsx';
import { Keys, KeysDialog, useKeys } from '../keys.tsx';
import { Language, useBook, useEditorBook, useStrings } from '../language.tsx';
import { languageFor } from '../languages.ts';
import type { Command } from '../host.ts';
import type { Connection, PanelLink } from '../link.ts';
import { classes } from '../parts.tsx';
import { useSize } from '../use-picture.ts';
import { showAppearance } from './appearance.ts';
import { useCatalogue } from './catalogue.ts';
import { CheckPage } from './check-page.tsx';
import { ClipsPage } from './clips-page.tsx';
import { OpenDialogs } from './dialogs.tsx';
import { hostMenu } from './host-menu.ts';
import { LineView } from './line-view.tsx';
import css from './panel.module.css';
import { ResultsPage } from './results-page.tsx';
import { keepChoices, readChoices, type Choices } from './kept-choices.ts';
import { SessionProvider, useSession, useSessionState, useView, type OpenDialog, type PageName, type View } from './session-view.tsx';
import { SettingsPage } from './settings-page.tsx';
import { createSession } from './session.ts';
import type { Session } from './state.ts';
import { workState } from './work-words.ts';
import { useEditorStrings } from './words.ts';

type Props = { readonly link: PanelLink; /** By default one over the link's transport. */ readonly client?: Client; /** The panel has the whole page, and takes the editor's colours, scale and language; inside another page it takes that page's. */ readonly alone?: boolean; /** Shown where clips are chosen in the page itself. */ readonly chooser?: ReactNode };

export function Panel({ link, client, alone = true, chooser = null }: Props) {
  const words = useRef<EditorStrings>(english);
  const session = useMemo(() => createSession({ link, client, label: (clip) => words.current.restored(clip) }), [link, client]);
  const [choices, setChoices] = useState(readChoices), host = useSyncExternalStore(session.subscribe, () => session.state().host);
  const own = useBook(alone ? choices.language ?? languageFor(host ? [host.locale] : navigator.languages) : 'en'), around = useEditorBook();
  words.current = (alone ? own?.editor : around) ?? english;
  useEffect(() => session.start(), [session]);
  useEffect(() => { if (alone && host) showAppearance(document.documentElement, host.appearance); }, [alone, host]);
  const decide = (change: Partial<Choices>): void => {
    const next = { ...choices, ...change };
    keepChoices(next);
    setChoices(next);
  };
  const inside = <ClientProvider client={session.client}><Viewing session={session} choices={choices} decide={alone ? decide : null} chooser={chooser}><Frame connection={link.connection} alone={alone} /></Viewing></ClientProvider>;
  return alone ? <Language book={own}><Keys on={choices.keys}>{inside}</Keys></Language> : inside;
}

function Viewing({ session, choices, decide, chooser, children }: Pick<View, 'choices' | 'decide' | 'chooser'> & { readonly session: Session; readonly children: ReactNode }) {
  const [page, go] = useState<PageName>('clips'), [dialog, show] = useState<OpenDialog | null>(null), [extending, extend] = useState<string | null>(null);
  const view = useMemo((): View => ({ page, go, dialog, show, extending, extend, choices, decide, chooser }), [page, dialog, extending, choices, chooser]);
  useCommands(session, view);
  return <SessionProvider session={session} view={view}>{children}</SessionProvider>;
}

/** What menus, keys and scripts ask for that is of the page itself. */
function useCommands(session: Session, view: View): void {
  const latest = useRef(view);
  latest.current = view;
  const reached = useSyncExternalStore(session.subscribe, () => session.state().reached);
  useEffect(() => session.onCommand(({ name }) => {
    const { go, show, extend } = latest.current, first = session.state().cards.find(({ selected }) => selected)?.id;
    go(name === 'self-check' ? 'check' : name === 'open' ? 'results' : 'clips');
    if (name === 'extend' && first !== undefined) extend(first);
    if (name === 'preview' && first !== undefined) show({ kind: 'preview', card: first });
  }), [session]);
  useEffect(() => { if (reached) { latest.current.go('clips'); latest.current.extend(reached.card); } }, [reached]);
}

/** Widths below which the panel draws itself closer together, CSS pixels at the usual scale: its own width counts, not the window's. */
const narrow = 480, tiny = 300;

function Frame({ connection, alone }: { readonly connection: Connection; readonly alone: boolean }) {
  const { page } = useView(), { hostFailure, host } = useSessionState(), session = useSession(), Main = alone ? 'main' : 'div';
  const [frame, size] = useSize<HTMLDivElement>(), room = size ? size.width / (alone ? host?.appearance.scale ?? 1 : 1) : Infinity;
  return (
    <div ref={frame} className={classes(css.panel, alone && css.alone)} data-room={room < tiny ? 'tiny narrow' : room < narrow ? 'narrow' : ''}>
      <Boundary above={<LineView connection={connection} />}>
        <Top alone={alone} />
        <Main className={css.main}>
          <LineView connection={connection} />
          {hostFailure && <Failure error={hostFailure} onAgain={() => void session.refresh()} />}
          <Boundary of={page}><Shown page={page} connection={connection} /></Boundary>
        </Main>
        <Boundary><OpenDialogs /><Announcements /><EditorMenu />{alone && <PanelKeys />}</Boundary>
      </Boundary>
    </div>
  );
}

function Shown({ page, connection }: { readonly page: PageName; readonly connection: Connection }) {
  switch (page) {
    case 'clips': return <ClipsPage />;
    case 'results': return <ResultsPage />;
    case 'settings': return <SettingsPage />;
    case 'check': return <CheckPage connection={connection} />;
  }
}

const pages: readonly { readonly page: PageName; readonly icon: IconName }[] = [{ page: 'clips', icon: 'film' }, { page: 'results', icon: 'queue' }, { page: 'settings', icon: 'settings' }, { page: 'check', icon: 'check' }];

function Top({ alone }: { readonly alone: boolean }) {
  const Title = alone ? 'h1' : 'h2';
  const view = useView(), { context, overall } = useSessionState(), { pages: words } = useEditorStrings(), { app } = useStrings();
  return (
    <header className={css.top}>
      <Title className={css.title}>{context.sequence?.name ?? app.title}</Title>
      <nav aria-label={words.label} className={css.pages}>
        {pages.map(({ page, icon }) => (
          <button key={page} type="button" className={classes(css.tab, view.page === page && css.current)} aria-current={view.page === page ? 'page' : undefined} title={words[page]} onClick={() => view.go(page)}>
            <Icon name={icon} size={16} /><span>{words[page]}</span>{page === 'results' && overall.ready > 0 && <span className={css.count} aria-hidden="true">{overall.ready}</span>}
          </button>
        ))}
      </nav>
    </header>
  );
}

/** Single keys of the panel; `?` lists them. */
function PanelKeys() {
  const session = useSession(), view = useView(), { shortcuts } = useStrings(), { menu, pages: names } = useEditorStrings(), [help, setHelp] = useState(false);
  const command = (name: Command['name']) => (): void => session.command({ name, preset: null });
  useKeys(shortcuts.go, {
    '?': { says: shortcuts.help, act: () => setHelp(true) }, r: { says: menu.restore, act: command('restore') }, l: { says: menu.last, act: command('same-as-last') }, e: { says: menu.extend, act: command('extend') }, p: { says: menu.preview, act: command('preview') },
    1: { says: names.clips, act: () => view.go('clips') }, 2: { says: names.results, act: () => view.go('results') }, 3: { says: names.settings, act: () => view.go('settings') }, 4: { says: names.check, act: () => view.go('check') },
  });
  return help ? <KeysDialog onClose={() => setHelp(false)} /> : null;
}

/** Tells screen readers what became of orders, wherever the focus is. */
function Announcements() {
  const { works } = useSessionState(), words = useEditorStrings(), strings = useStrings();
  const before = useRef<ReadonlyMap<string, string> | null>(null), [said, setSaid] = useState('');
  const now = new Map(works.map((work) => [work.entry.id, workState(work, words, strings).says])), key = JSON.stringify([...now]);
  useEffect(() => {
    const known = before.current;
    before.current = now;
    const changed = known && works.find(({ entry: { id } }) => known.get(id) !== now.get(id));
    if (changed) setSaid(words.announce(changed.entry.clip.name, now.get(changed.entry.id)!));
  }, [key]);
  return <p className="visually-hidden" role="status">{said}</p>;
}

/** Keeps the editor's own menu of the panel true. */
function EditorMenu() {
  const session = useSession(), state = useSessionState(), words = useEditorStrings(), { presets } = useCatalogue();
  const items = state.host?.capabilities.hasMenu ? hostMenu(state, presets.value ?? [], words) : null, key = JSON.stringify(items);
  const send = useCallback(() => { if (items) session.setMenu(items); }, [key]);
  useEffect(send, [send]);
  return null;
}
