// Pictures and windows for components.
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { PictureRef } from '../pictures.ts';
import { usePictures } from './client.tsx';
import type { Size } from './geometry.ts';

export type Shown = { readonly address: string | null; readonly failed: boolean };

/** The address of a picture's blob; the one before stays until the new one is there, so that nothing flickers. */
export function usePicture(picture: PictureRef | null): Shown {
  const pictures = usePictures();
  const [shown, setShown] = useState<Shown>({ address: null, failed: false });
  const id = picture?.id ?? null, type = picture?.type ?? '';
  useEffect(() => {
    if (id === null) return undefined;
    let wanted = true;
    pictures.show(id, type).then((address) => { if (wanted) setShown({ address, failed: false }); }, () => { if (wanted) setShown((old) => ({ ...old, failed: true })); });
    return () => { wanted = false; };
  }, [pictures, id, type]);
  return shown;
}

/** The size of an element as it changes; null before the first look. */
export function useSize<Kind extends HTMLElement>(): readonly [RefObject<Kind | null>, Size | null] {
  const element = useRef<Kind>(null);
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    if (!element.current) return undefined;
    const look = ({ width, height }: Size): void => setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
    const box = element.current.getBoundingClientRect();
    look({ width: box.width, height: box.height });
    const observer = new ResizeObserver(([entry]) => { if (entry) look(entry.contentRect); });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, size];
}
