// The page of a route.
import type { ReactNode } from 'react';
import { Empty } from '../../../shared/panel/parts.tsx';
import { useStrings } from '../../../shared/panel/language.tsx';
import { ClipPage } from './pages/clip.tsx';
import { HardwarePage } from './pages/hardware.tsx';
import { HomePage } from './pages/home.tsx';
import { JobPage } from './pages/job.tsx';
import { QueuePage } from './pages/queue.tsx';
import { SettingsPage } from './pages/settings.tsx';
import { WatchPage } from './pages/watch.tsx';
import type { Route } from './route.ts';

export function Page({ route }: { readonly route: Route }): ReactNode {
  switch (route.page) {
    case 'home': return <HomePage />;
    case 'clip': return <ClipPage key={route.path} path={route.path} />;
    case 'queue': return <QueuePage batch={route.batch} />;
    case 'job': return <JobPage key={route.job} job={route.job} part={route.part} />;
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
