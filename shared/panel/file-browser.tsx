// Folders and files of the machine that the daemon runs on, to pick one from.
import { useEffect, useState } from 'react';
import type { EntryKind, FolderEntry, FolderListing } from '../folder.ts';
import { bytes } from '../words.ts';
import { useClient } from './client.tsx';
import { Failure } from './failure.tsx';
import css from './file-browser.module.css';
import { Icon, type IconName } from './icon.tsx';
import { useStrings } from './language.tsx';
import { momentName } from './naming.ts';
import { Button, classes, IconButton, Skeleton, Switch } from './parts.tsx';
import { useCall } from './use-call.ts';

const icons: Readonly<Record<EntryKind, IconName>> = { folder: 'folder', video: 'film', sound: 'sound', picture: 'picture', other: 'file' };

type Props = {
  /** Where to begin; null is the home folder. */ readonly start: string | null;
  /** Null where only folders can be picked. */ readonly onFile: ((path: string) => void) | null;
  /** What can be done with the folder that is shown. */ readonly onFolder?: { readonly title: string; readonly act: (path: string) => void };
};
export function FileBrowser({ start, onFile, onFolder }: Props) {
  const client = useClient(), { open, common } = useStrings();
  const [folder, setFolder] = useState(start), [all, setAll] = useState(false);
  const { value, failure, again, loading } = useCall(() => client.folder(folder === null ? {} : { path: folder }), [folder]);
  useEffect(() => setFolder(start), [start]);
  if (failure && !value) return <Failure error={failure} onAgain={again} />;
  if (!value) return <Skeleton lines={5} />;
  const shown = value.entries.filter(({ kind }) => kind === 'folder' || (onFile && (all || kind !== 'other')));
  return (
    <div className={css.browser} aria-busy={loading}>
      <FolderHead listing={value} onFolder={setFolder} />
      {failure && <Failure error={failure} onAgain={again} />}
      <ul className={css.list} aria-label={value.path}>
        {shown.map((entry) => <Entry key={entry.path} entry={entry} onPick={() => (entry.kind === 'folder' ? setFolder(entry.path) : onFile?.(entry.path))} />)}
        {shown.length === 0 && <li className={css.nothing}>{open.folderEmpty}</li>}
        {value.more > 0 && <li className={css.nothing}>{open.moreEntries(value.more)}</li>}
      </ul>
      <div className={css.foot}>
        {onFile && value.entries.some(({ kind }) => kind === 'other') ? <Switch label={open.otherFiles} checked={all} onChange={setAll} /> : <span>{loading ? common.loading : ''}</span>}
        {onFolder && <Button icon="folder" onClick={() => onFolder.act(value.path)}>{onFolder.title}</Button>}
      </div>
    </div>
  );
}

function FolderHead({ listing, onFolder }: { readonly listing: FolderListing; readonly onFolder: (path: string) => void }) {
  const { open } = useStrings();
  return (
    <div className={css.head}>
      <IconButton icon="up" label={open.up} disabled={listing.parent === null} onClick={() => onFolder(listing.parent!)} />
      <p className={css.path}><bdi>{listing.path}</bdi></p>
      <ul className={css.places} aria-label={open.places}>
        {listing.places.map(({ title, path }) => <li key={path}><button type="button" className={classes(css.place, path === listing.path && css.here)} onClick={() => onFolder(path)}>{title}</button></li>)}
      </ul>
    </div>
  );
}

function Entry({ entry, onPick }: { readonly entry: FolderEntry; readonly onPick: () => void }) {
  const { open, code, units } = useStrings();
  return (
    <li>
      <button type="button" className={css.entry} onClick={onPick}>
        <span className={css[entry.kind === 'folder' ? 'folder' : 'file']}><Icon name={icons[entry.kind]} /></span>
        <span className={css.name}>{entry.name}<span className="visually-hidden">, {open.kinds[entry.kind]}</span></span>
        <span className={css.fact}>{entry.bytes === null ? '' : bytes(entry.bytes, units)}</span>
        <span className={classes(css.fact, css.date)}>{momentName(entry.modifiedAt, code)}</span>
      </button>
    </li>
  );
}
