// The frame around every page: areas, state of the queue, connection, keys.
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Client } from '../../../shared/client.ts';
import { Boundary } from '../../../shared/panel/boundary.tsx';
import { ClientProvider } from '../../../shared/panel/client.tsx';
import { Icon, type IconName } from '../../../shared/panel/icon.tsx';
import { Keys, useKeys, KeysDialog } from '../../../shared/panel/keys.tsx';
import { useStrings } from '../../../shared/panel/language.tsx';
import { classes, IconButton } from '../../../shared/panel/parts.tsx';
import css from './app.module.css';
import { Line, type TabLine } from './line.ts';
import { ConnectionBanner, QueueStatus } from './status.tsx';
import { Page } from './page.tsx';
import { prefer, usePreferences } from './preferences.ts';
import { go, hrefOf, parseRoute, type Route } from './route.ts';
import { Spoken } from './spoken.tsx';

type Area = 'home' | 'panel' | 'queue' | 'watch' | 'hardware' | 'settings';
const areas: readonly { readonly area: Area; readonly icon: IconName }[] = [{ area: 'home', icon: 'open' }, { area: 'panel', icon: 'film' }, { area: 'queue', icon: 'queue' }, { area: 'watch', icon: 'watch' }, { area: 'hardware', icon: 'hardware' }, { area: 'settings', icon: 'settings' }];
const areaRoute = (area: Area): Route => (area === 'queue' ? { page: area, batch: null } : { page: area });
const areaOf = (page: Route['page']): Area | null => (page === 'clip' ? 'home' : page === 'job' ? 'queue' : page === 'missing' ? null : page);

export function App({ client, line }: { readonly client: Client; readonly line: TabLine }) {
  const { keys } = usePreferences();
  return (
    <Spoken>
      <ClientProvider client={client}>
        <Keys on={keys}><Line.Provider value={line}><Boundary><Shell line={line} /></Boundary></Line.Provider></Keys>
      </ClientProvider>
    </Spoken>
  );
}

const subscribeHash = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

function Shell({ line }: { readonly line: TabLine }) {
  const t = useStrings();
  const hash = useSyncExternalStore(subscribeHash, () => location.hash);
  const route = parseRoute(hash);
  const [help, setHelp] = useState(false);
  const main = useFocusOnChange(hash);
  const state = useSyncExternalStore(line.subscribe, line.state);
  useKeys(t.shortcuts.go, {
    '?': { says: t.shortcuts.help, act: () => setHelp(true) }, n: { says: t.shortcuts.open, act: () => go({ page: 'home' }) },
    q: { says: t.shortcuts.queue, act: () => go({ page: 'queue', batch: null }) }, h: { says: t.shortcuts.hardware, act: () => go({ page: 'hardware' }) },
  });
  const close = useCallback(() => setHelp(false), []);
  return (
    <div className={css.shell}>
      <a className={css.skip} href={hash || '#/'} onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t.app.skip}</a>
      <header className={css.rail}>
        <a className={css.brand} href="#/"><Mark /><span>{t.app.title}</span></a>
        <Areas current={areaOf(route.page)} />
        <div className={css.railFoot}>
          <QueueStatus />
          <div className={css.tools}>
            <ThemeButton />
            <IconButton icon="keys" label={t.app.shortcuts} onClick={() => setHelp(true)} />
          </div>
        </div>
      </header>
      <div className={css.content}>
        <ConnectionBanner state={state} />
        <main ref={main} tabIndex={-1} className={css.main}><Boundary of={hash}><Page route={route} /></Boundary></main>
      </div>
      {help && <KeysDialog onClose={close} />}
    </div>
  );
}

/** A new page is read from its beginning. */
function useFocusOnChange(hash: string) {
  const main = useRef<HTMLElement>(null), shown = useRef(hash);
  useEffect(() => {
    if (shown.current === hash) return;
    shown.current = hash;
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [hash]);
  return main;
}

function Areas({ current }: { readonly current: Area | null }) {
  const { app } = useStrings();
  return (
    <nav aria-label={app.navigation} className={css.areas}>
      {areas.map(({ area, icon }) => (
        <a key={area} href={hrefOf(areaRoute(area))} aria-current={area === current ? 'page' : undefined} className={classes(css.area, area === current && css.current)}>
          <Icon name={icon} size={20} /><span>{app[area]}</span>
        </a>
      ))}
    </nav>
  );
}

function ThemeButton() {
  const { app } = useStrings();
  const { theme } = usePreferences();
  const next = { system: 'light', light: 'dark', dark: 'system' } as const;
  const icon = { system: 'system', light: 'sun', dark: 'moon' } as const;
  return <IconButton icon={icon[theme]} label={`${app.theme}: ${app.themes[theme]}`} onClick={() => prefer({ theme: next[theme] })} />;
}

const Mark = () => (
  <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path d="M7 7h9v18H7z" fill="currentColor" opacity="0.4" /><path d="M16 7h9v18h-9z" fill="currentColor" /><path d="M16 3v26" stroke="var(--accent)" strokeWidth="2.5" strokeLinecap="round" /><circle cx="16" cy="16" r="3.5" fill="var(--accent)" />
  </svg>
);
