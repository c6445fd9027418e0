// Parts of a page that are fetched when they are first shown, so that the first page is there soon.
import { lazy, Suspense, type ComponentType, type ReactNode } from 'react';
import { useStrings } from './language.tsx';
import { Button, Empty, Skeleton } from './parts.tsx';

/** A component that is fetched when it is first drawn. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Loaded = lazy(async () => ({ default: await load().catch((): ComponentType<Props> => Unreachable) }));
  return function Later(props: Props): ReactNode {
    return <Suspense fallback={<Skeleton />}><Loaded {...props} /></Suspense>;
  };
}

/** Its file is gone: FrameWright was renewed or stopped while the page was open. */
function Unreachable() {
  const { common } = useStrings();
  return <Empty icon="warn" title={common.partMissing}><Button icon="retry" onClick={() => location.reload()}>{common.reload}</Button></Empty>;
}
