// The small parts that everything is put together from.
import { useEffect, useId, useRef, type ButtonHTMLAttributes, type ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { useStrings } from './language.tsx';
import css from './parts.module.css';

export const classes = (...names: readonly (string | false | null | undefined)[]): string => names.filter(Boolean).join(' ');

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { readonly icon?: IconName; readonly look?: 'plain' | 'primary' | 'quiet' | 'danger' };
export function Button({ icon, look = 'plain', children, className, ...rest }: ButtonProps) {
  return <button type="button" className={classes(css.button, css[look], className)} {...rest}>{icon && <Icon name={icon} />}{children}</button>;
}

/** A button of a pictogram alone; `label` is its name and its tip. */
export function IconButton({ icon, label, ...rest }: Omit<ButtonProps, 'look' | 'children'> & { readonly icon: IconName; readonly label: string }) {
  return <button type="button" aria-label={label} title={label} {...rest} className={classes(css.iconButton, rest.className)}><Icon name={icon} /></button>;
}

/** A part of a page under a heading, which names it. */
export function Section({ title, aside, children, className, level = 2 }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode; readonly className?: string; readonly level?: 2 | 3 }) {
  const id = useId(), Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={classes(css.section, className)} aria-labelledby={id}>
      <div className={css.sectionHead}><Heading id={id}>{title}</Heading>{aside}</div>
      {children}
    </section>
  );
}

export function Badge({ tone = 'neutral', icon, children }: { readonly tone?: 'neutral' | 'good' | 'warn' | 'bad' | 'accent'; readonly icon?: IconName; readonly children: ReactNode }) {
  return <span className={classes(css.badge, css[tone])}>{icon && <Icon name={icon} size={14} />}{children}</span>;
}

/** `share` 0 to 1; null while nobody knows. */
export function ProgressBar({ share, label, resting = false }: { readonly share: number | null; readonly label: string; readonly resting?: boolean }) {
  const percent = share === null ? undefined : Math.round(share * 100);
  return (
    <div className={classes(css.progress, resting && css.resting)} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      <div className={classes(css.progressBar, share === null && css.unknown)} style={share === null ? undefined : { width: `${share * 100}%` }} />
    </div>
  );
}

/** One of a few, all visible. */
export function Segmented<Value extends string>({ label, value, options, onChange }: { readonly label: string; readonly value: Value; readonly options: readonly { readonly value: Value; readonly title: string; readonly tip?: string }[]; readonly onChange: (value: Value) => void }) {
  const name = useId();
  return (
    <div className={css.segmented} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={classes(css.segment, option.value === value && css.chosen)} title={option.tip}>
          <input type="radio" className="visually-hidden" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />{option.title}
        </label>
      ))}
    </div>
  );
}

export function Switch({ label, checked, onChange, why }: { readonly label: string; readonly checked: boolean; readonly onChange: (checked: boolean) => void; readonly why?: string }) {
  const id = useId();
  return (
    <label className={css.switchRow}>
      <span><span>{label}</span>{why && <span id={id} className={css.hint}>{why}</span>}</span>
      <input type="checkbox" role="switch" className={css.switch} checked={checked} aria-describedby={why ? id : undefined} onChange={(event) => onChange(event.target.checked)} />
    </label>
  );
}

/** A label above a control, with a hint below that belongs to it. */
export function Field({ label, hint, wrong, children }: { readonly label: string; readonly hint?: ReactNode; readonly wrong?: string | null; readonly children: (ids: { readonly id: string; readonly 'aria-describedby': string | undefined; readonly 'aria-invalid': boolean | undefined }) => ReactNode }) {
  const id = useId(), hintId = `${id}-hint`;
  const said = wrong ?? hint;
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': said ? hintId : undefined, 'aria-invalid': wrong ? true : undefined })}
      {said && <p id={hintId} className={wrong ? css.wrong : css.hint}>{said}</p>}
    </div>
  );
}

/** What may be wider than its place: it scrolls, with the arrow keys, too. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return <div className={css.scroll} role="group" aria-label={label} tabIndex={0}>{children}</div>;
}

export function Empty({ icon, title, children }: { readonly icon: IconName; readonly title: string; readonly children?: ReactNode }) {
  return <div className={css.empty}><Icon name={icon} size={32} /><p className={css.emptyTitle}>{title}</p>{children}</div>;
}

/** Grey bars in the place of what is on its way. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  const { common } = useStrings();
  return (
    <div className={css.skeleton} role="status">
      <span className="visually-hidden">{common.loading}</span>
      {Array.from({ length: lines }, (_, i) => <span key={i} style={{ width: `${[92, 76, 84, 60][i % 4]}%` }} />)}
    </div>
  );
}

/** A window over the page; Escape and a click beside it close it, focus stays inside and returns. */
export function Dialog({ title, onClose, children, wide = false }: { readonly title: string; readonly onClose: () => void; readonly children: ReactNode; readonly wide?: boolean }) {
  const { common } = useStrings();
  const frame = useRef<HTMLDialogElement>(null), id = useId();
  useEffect(() => {
    const shown = frame.current, before = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={frame} className={classes(css.dialog, wide && css.wide)} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose(); }} onMouseDown={(event) => { if (event.target === frame.current) onClose(); }}>
      <div className={css.dialogHead}><h2 id={id}>{title}</h2><IconButton icon="close" label={common.close} onClick={onClose} /></div>
      <div className={css.dialogBody}>{children}</div>
    </dialog>
  );
}
