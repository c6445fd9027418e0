// Where a clip is opened: dropped, picked, typed, or taken again.
import { useState, type DragEvent, type FormEvent } from 'react';
import { useClient, useJobs } from '../../../../shared/panel/client.tsx';
import { FileBrowser } from '../../../../shared/panel/file-browser.tsx';
import { Icon } from '../../../../shared/panel/icon.tsx';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { locateFile } from '../../../../shared/panel/locate.ts';
import { fileName, folderName } from '../../../../shared/panel/naming.ts';
import { Button, classes, Field, Section } from '../../../../shared/panel/parts.tsx';
import { useCall } from '../../../../shared/panel/use-call.ts';
import { go, hrefOf } from '../route.ts';
import { FolderDialog } from './folder-dialog.tsx';
import css from './home.module.css';
import page from './page.module.css';

type Dropped = { readonly name: string; readonly size: number };
const openClip = (path: string): void => go({ page: 'clip', path });
const recentCount = 6;

export function HomePage() {
  const { open } = useStrings();
  const { jobs } = useJobs();
  const [dropped, setDropped] = useState<Dropped | null>(null), [browsing, setBrowsing] = useState(false), [folder, setFolder] = useState<string | null>(null);
  const recent = [...new Set([...jobs.values()].reverse().map(({ source }) => source))];
  return (
    <div className={page.page}>
      <h1>{open.title}</h1>
      <DropZone onDrop={setDropped} onBrowse={() => setBrowsing(true)} />
      {dropped && <Located key={`${dropped.name} ${dropped.size}`} file={dropped} recent={recent} onMissing={() => setBrowsing(true)} />}
      {browsing && <Section title={open.browser} className={page.card}><FileBrowser start={null} onFile={openClip} onFolder={{ title: open.whole, act: setFolder }} /></Section>}
      <Section title={open.recent}>
        {recent.length === 0 ? <p className="muted">{open.noRecent}</p> : (
          <ul className={css.recent}>
            {recent.slice(0, recentCount).map((path) => <li key={path}><a href={hrefOf({ page: 'clip', path })}><Icon name="film" /><span><strong>{fileName(path)}</strong><span className="muted small">{folderName(path)}</span></span></a></li>)}
          </ul>
        )}
      </Section>
      {folder !== null && <FolderDialog folder={folder} onClose={() => setFolder(null)} />}
    </div>
  );
}

function DropZone({ onDrop, onBrowse }: { readonly onDrop: (file: Dropped) => void; readonly onBrowse: () => void }) {
  const { open } = useStrings();
  const [over, setOver] = useState(false), [path, setPath] = useState(''), [several, setSeveral] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file, ...more] = event.dataTransfer.files;
    setSeveral(more.length > 0);
    if (file && more.length === 0) onDrop({ name: file.name, size: file.size });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const clean = path.trim().replace(/^"(.*)"$/, '$1');
    if (clean) openClip(clean);
  };
  return (
    <div className={classes(css.drop, over && css.over)} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <Icon name="drop" size={36} />
      <p className={css.big}>{open.drop}</p>
      <Button look="primary" icon="folder" onClick={onBrowse}>{open.pick}</Button>
      <form className={css.path} onSubmit={submit}>
        <Field label={open.path} hint={open.pathHint}>{(ids) => <input {...ids} type="text" spellCheck={false} autoComplete="off" value={path} onChange={(event) => setPath(event.target.value)} />}</Field>
        <Button type="submit" disabled={path.trim() === ''}>{open.openPath}</Button>
      </form>
      {several && <p role="alert">{open.several}</p>}
      <p className="muted small">{open.stays}</p>
    </div>
  );
}

function Located({ file, recent, onMissing }: { readonly file: Dropped; readonly recent: readonly string[]; readonly onMissing: () => void }) {
  const client = useClient(), { open } = useStrings();
  const found = useCall(async () => {
    const paths = await locateFile(client, file, recent);
    if (paths.length === 1) openClip(paths[0]!);
    if (paths.length === 0) onMissing();
    return paths;
  }, [file.name, file.size]);
  return (
    <Section title={open.dropped(file.name)} className={page.card}>
      <p className="muted">{open.droppedWhy}</p>
      <p role="status">{found.value ? open.found(found.value.length) : open.looking}</p>
      <ul className={css.recent}>{found.value?.map((path) => <li key={path}><a href={hrefOf({ page: 'clip', path })}><Icon name="film" /><span>{path}</span></a></li>)}</ul>
    </Section>
  );
}
