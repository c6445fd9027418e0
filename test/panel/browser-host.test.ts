// The browser as a host, under the same session as editors.
import { describe, expect, it } from 'vitest';
import { createBrowserHost } from '../../shared/panel/editor/browser-host.ts';
import { createSession } from '../../shared/panel/editor/session.ts';
import { createPaperDaemon, paperMedia } from './daemon.ts';

function browser(fails = false) {
  const kept = new Map<string, string>(), links: string[] = [], watchers: (() => void)[] = [], dark = { matches: false, addEventListener: (_: 'change', watcher: () => void) => { watchers.push(watcher); } };
  const host = createBrowserHost({
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => { if (fails) throw new Error('quota'); kept.set(key, text); } },
    dark, locale: 'de-DE', platform: 'linux', openLink: (address) => { links.push(address); },
  });
  return { host, kept, links, darken: () => { dark.matches = true; for (const watcher of watchers) watcher(); } };
}
const settle = async (): Promise<void> => { for (let i = 0; i < 6; i++) await new Promise((resolve) => { setTimeout(resolve); }); };

describe('the browser', () => {
  it('restores whole files that were chosen in the page, and keeps the notes', async () => {
    const { host, kept, darken } = browser(), daemon = createPaperDaemon();
    const session = createSession({ link: { host, transport: daemon.transport, connection: daemon.connection }, label: (clip) => clip, after: (work) => { queueMicrotask(work); return () => undefined; } });
    const end = session.start();
    await settle();
    daemon.answers.set('probe', ({ path }: { path: string }) => paperMedia(path, path.endsWith('wav') ? null : {}));
    host.choose(['/films/a.mov', '/films/b.wav', '/films/a.mov']);
    darken();
    await settle();
    expect(session.state()).toMatchObject({ mode: 'bin', host: { locale: 'de-DE', appearance: { theme: 'dark' } } });
    expect(session.state().cards.map(({ clip, refusal, hints }) => [clip.name, refusal, hints])).toEqual([['a.mov', null, []], ['b.wav', null, []]]);
    await session.restore();
    expect(daemon.submitted()).toMatchObject([{ path: '/films/a.mov', output: null, client: 'panel-browser', wish: { range: null, sound: true, delivery: 'prores-422-hq' } }, { path: '/films/b.wav', wish: { delivery: null } }]);
    daemon.finish('job-1');
    daemon.change('job-2', { state: 'done', output: '/films/b.restored.wav', clip: null });
    await settle();
    expect(session.state().works.map(({ entry, failure }) => [entry.state, entry.output, failure])).toEqual([['binned', '/films/b.restored.wav', null], ['binned', '/results/job-1.mov', null]]);
    expect(JSON.parse([...kept.values()][0]!)).toMatchObject({ framewright: 1, entries: [{ state: 'binned' }, { state: 'binned' }] });
    end();
  });

  it('says what it cannot do, and what it will not keep', async () => {
    const { host, links } = browser(true);
    host.choose(['/films/a.mov']);
    const [clip] = await host.selection();
    for (const call of [() => host.render(clip!, '/films'), () => host.trim(clip!, 'end', clip!.place.in), () => host.reveal('a'), () => host.surroundings(clip!), () => host.open({ kind: 'folder-of', target: '/films/a.mov' })]) await expect(call()).rejects.toMatchObject({ code: 'host-cannot' });
    await expect(host.writeNotes('{}')).rejects.toMatchObject({ code: 'host-failed' });
    expect(await host.check()).toMatchObject([{ id: 'notes', state: 'bad' }]);
    await host.open({ kind: 'link', target: 'https://example.org/' });
    expect(links).toEqual(['https://example.org/']);
  });
});
