// Keeps a part of a page that cannot be drawn from taking the rest along: says so, offers to draw it again, and gives the details to whoever can mend it.
import { Component, useState, type ErrorInfo, type ReactNode } from 'react';
import { copyText } from './copy.ts';
import css from './failure.module.css';
import { Icon } from './icon.tsx';
import { useStrings } from './language.tsx';
import { Button } from './parts.tsx';

type Fault = { readonly error: unknown; /** Where in the page, as React tells it. */ readonly where: string };
type Props = { readonly children: ReactNode; /** Shown above what is said of a fault: what must stay visible. */ readonly above?: ReactNode; /** What is shown; another one is drawn anew. */ readonly of?: string };

/** A class, because React hands errors of drawing to nothing else. */
export class Boundary extends Component<Props, { readonly fault: Fault | null }> {
  override state: { readonly fault: Fault | null } = { fault: null };
  static getDerivedStateFromError(error: unknown): { readonly fault: Fault } { return { fault: { error, where: '' } }; }
  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void { this.setState({ fault: { error, where: componentStack ?? '' } }); }
  override componentDidUpdate(before: Props): void { if (before.of !== this.props.of && this.state.fault) this.setState({ fault: null }); }
  override render(): ReactNode {
    const { fault } = this.state, { above, children } = this.props;
    return fault ? <>{above}<Broken fault={fault} onAgain={() => this.setState({ fault: null })} /></> : children;
  }
}

function Broken({ fault, onAgain }: { readonly fault: Fault; readonly onAgain: () => void }) {
  const { common } = useStrings(), [copied, setCopied] = useState(false);
  return (
    <section className={css.failure} role="alert" aria-label={common.broken}>
      <Icon name="warn" size={20} />
      <div className={css.words}>
        <p className={css.what}>{common.broken}</p>
        <p>{common.brokenWhy}</p>
        <p lang="en"><code>{fault.error instanceof Error ? fault.error.message : String(fault.error)}</code></p>
        <div className={css.buttons}>
          <Button icon="retry" onClick={onAgain}>{common.retry}</Button>
          <Button icon={copied ? 'good' : 'file'} onClick={() => void copyText(detailsOf(fault)).then(setCopied)}>{copied ? common.copied : common.copyDetails}</Button>
        </div>
      </div>
    </section>
  );
}

const detailsOf = ({ error, where }: Fault): string =>
  ['FrameWright, a part of a page that could not be drawn', `time: ${new Date().toISOString()}`, `browser: ${navigator.userAgent}`, error instanceof Error ? error.stack ?? error.message : String(error), `in:${where}`].join('\n');
