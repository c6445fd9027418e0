// A plan in words, section by section, as `explain` tells it.
import type { ResponseOf } from '../operations.ts';
import css from './plan-view.module.css';

export function PlanView({ sections }: { readonly sections: readonly ResponseOf<'explain'>[number][] }) {
  return (
    <div className={css.plan}>
      {sections.map(({ heading, lines }, i) => (
        <details key={heading} open={i < 2 || lines.length < 4} className={css.section}>
          <summary><h3>{heading}</h3><span className={css.count}>{lines.length}</span></summary>
          <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
        </details>
      ))}
    </div>
  );
}
