// The address of a page: what stands behind the #. Nothing of it is ever sent to a server.

export type Route =
  | { readonly page: 'home' } | { readonly page: 'panel' } | { readonly page: 'queue'; readonly batch: string | null } | { readonly page: 'watch' } | { readonly page: 'hardware' } | { readonly page: 'settings' }
  | { readonly page: 'clip'; readonly path: string } | { readonly page: 'job'; readonly job: string; readonly part: 'overview' | 'report' } | { readonly page: 'missing' };

/** Of `#/queue?batch=abc`, `#/job/abc/report`, `#/clip?path=…`. */
export function parseRoute(hash: string): Route {
  const [place = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page = '', ...rest] = place.split('/').map(decodeURIComponent);
  const asked = new URLSearchParams(query);
  if (page === '') return { page: 'home' };
  if (page === 'queue') return { page, batch: asked.get('batch') };
  if (page === 'panel' || page === 'watch' || page === 'hardware' || page === 'settings') return { page };
  const path = asked.get('path');
  if (page === 'clip' && path) return { page, path };
  if (page === 'job' && rest[0]) return { page, job: rest[0], part: rest[1] === 'report' ? 'report' : 'overview' };
  return { page: 'missing' };
}

export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'home': case 'missing': return '#/';
    case 'clip': return `#/clip?${new URLSearchParams({ path: route.path })}`;
    case 'queue': return route.batch === null ? '#/queue' : `#/queue?${new URLSearchParams({ batch: route.batch })}`;
    case 'job': return `#/job/${encodeURIComponent(route.job)}${route.part === 'report' ? '/report' : ''}`;
    default: return `#/${route.page}`;
  }
}

export const go = (route: Route): void => { location.hash = hrefOf(route); };
