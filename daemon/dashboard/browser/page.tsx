// The page of a route.
import type { ReactNode } from 'react';
import { Empty } from '../../../shared/panel/parts.tsx';
import { useStrings } from '../../../shared/panel/language.tsx';
import { later } from '../../../shared/panel/later.tsx';
import { ClipPage } from './pages/clip.tsx';
import { HomePage } from './pages/home.tsx';
import { QueuePage } from './pages/queue.tsx';
import type { Route } from './route.ts';

const HardwarePage = later(async () => (await import('./pages/hardware.tsx')).HardwarePage);
const JobPage = later(async () => (await import('./pages/job.tsx')).JobPage);
const PanelPage = later(async () => (await import('./pages/panel.tsx')).PanelPage);
const SettingsPage = later(async () => (await import('./pages/settings.tsx')).SettingsPage);
const WatchPage = later(async () => (await import('./pages/watch.tsx')).WatchPage);

export function Page({ route }: { readonly route: Route }): ReactNode {
  switch (route.page) {
    case 'home': return <HomePage />;
    case 'clip': return <ClipPage key={route.path} path={route.path} />;
    case 'queue': return <QueuePage batch={route.batch} />;
    case 'job': return <JobPage key={route.job} job={route.job} part={route.part} />;
    case 'panel': return <PanelPage />;
    case 'watch': return <WatchPage />;
    case 'hardware': return <HardwarePage />;
    case 'settings': return <SettingsPage />;
    case 'missing': return <NotFound />;
  }
}

function NotFound() {
  const { app } = useStrings();
  return <Empty icon="info" title={app.notFound}><a href="#/">{app.goHome}</a></Empty>;
}
