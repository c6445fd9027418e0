// Pictograms: strokes on a 20 by 20 grid, in the colour of the text around them, silent for screen readers.

const paths = {
  open: 'M3 15.5v-10A1.5 1.5 0 0 1 4.5 4H8l2 2h5.5A1.5 1.5 0 0 1 17 7.5v8A1.5 1.5 0 0 1 15.5 17h-11A1.5 1.5 0 0 1 3 15.5Z',
  queue: 'M3 5h14M3 10h14M3 15h8', watch: 'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10ZM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z',
  hardware: 'M6 6h8v8H6zM8 3v3M12 3v3M8 14v3M12 14v3M3 8h3M3 12h3M14 8h3M14 12h3', settings: 'M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4',
  pause: 'M7 5v10M13 5v10', play: 'M6 4.5v11l9-5.5Z', stop: 'M5.5 5.5h9v9h-9z', retry: 'M16 10a6 6 0 1 1-1.8-4.3M16 3v3.5h-3.5', remove: 'M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6', close: 'M5 5l10 10M15 5 5 15',
  left: 'M12 5l-5 5 5 5', right: 'M8 5l5 5-5 5', up: 'M5 12l5-5 5 5', down: 'M5 8l5 5 5-5', film: 'M3 4.5h14v11H3zM6 4.5v11M14 4.5v11M3 8h3M3 12h3M14 8h3M14 12h3', sound: 'M4 8v4h3l4 3.5v-11L7 8ZM14 7.5a4 4 0 0 1 0 5', picture: 'M3 4h14v12H3zM3 13l4-4 4 4 2.5-2.5L17 14M13 7.5h.01', file: 'M6 3h6l3 3v11H6zM12 3v3h3', folder: 'M3 15.5v-10A1.5 1.5 0 0 1 4.5 4H8l2 2h5.5A1.5 1.5 0 0 1 17 7.5v8A1.5 1.5 0 0 1 15.5 17h-11A1.5 1.5 0 0 1 3 15.5Z',
  good: 'M4.5 10.5 8.5 14.5 15.5 6', warn: 'M10 3.5 18 16.5H2ZM10 8.5v3.5M10 14.2v.01', info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9v4.5M10 6.5v.01', compare: 'M3 4.5h14v11H3zM10 4.5v11', zoom: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l4 4', keys: 'M2.5 6h15v8h-15zM5.5 9h.01M8.5 9h.01M11.5 9h.01M14.5 9h.01M7 11.5h6',
  in: 'M12 4H7v12h5', out: 'M8 4h5v12H8', search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l4 4', drop: 'M10 3v9M6.5 8.5 10 12l3.5-3.5M3.5 13v3.5h13V13', sun: 'M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4', moon: 'M16 12.5A6.5 6.5 0 0 1 7.5 4 6.5 6.5 0 1 0 16 12.5Z', system: 'M3 4h14v9H3zM7 16.5h6M10 13v3.5',
  extend: 'M3 5v10M17 5v10M6 10h8M8.5 7.5 6 10l2.5 2.5M11.5 7.5 14 10l-2.5 2.5', undo: 'M7 4 3.5 7.5 7 11M3.5 7.5H12a4.5 4.5 0 0 1 0 9H8', link: 'M8.5 11.5l3-3M9 6.5l1.5-1.5a3.2 3.2 0 0 1 4.5 4.5L13.5 11M11 13.5 9.5 15A3.2 3.2 0 0 1 5 10.5L6.5 9', more: 'M4.5 9.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1ZM10 9.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1ZM15.5 9.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1Z', check: 'M4 4h12v12H4zM7 10.2l2.2 2.2L13.2 8',
} as const;
export type IconName = keyof typeof paths;

/** `size` in pixels at the usual size of letters, with which it grows. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg width={`${size / 16}rem`} height={`${size / 16}rem`} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
