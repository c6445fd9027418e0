// The panel on a page of its own, as the editors' plug-ins show it.
import '../older-browsers.ts';
import '../tokens.css';
import { createRoot } from 'react-dom/client';
import type { PanelLink } from '../link.ts';
import { Panel } from './panel.tsx';

/** Until the returned function is called. */
export function mountPanel(element: HTMLElement, link: PanelLink): () => void {
  const root = createRoot(element);
  root.render(<Panel link={link} />);
  return () => root.unmount();
}
