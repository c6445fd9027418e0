// Camera RAW that only its maker's software can develop, by the endings of its files; the daemon knows it by its first bytes, too.

/** `way` is a sentence: what develops it, and into what. `endings` of none is a pattern that nothing matches. */
export type RawFormat = { readonly id: string; readonly name: string; readonly way: string; readonly endings: RegExp };

export const rawFormats = [
  { id: 'braw', name: 'Blackmagic RAW', way: 'Open it in DaVinci Resolve (the free one does) and render ProRes 4444 or DNxHR 444.', endings: /\.braw$/i },
  { id: 'redcode', name: 'REDCODE RAW (R3D)', way: 'Open it in REDCINE-X PRO (free) or DaVinci Resolve and render ProRes 4444 or EXR.', endings: /\.r3d$/i },
  { id: 'arriraw', name: 'ARRIRAW', way: 'Open it in ARRI Reference Tool (free) or DaVinci Resolve and render ProRes 4444 or EXR.', endings: /\.(ari|arx)$/i },
  { id: 'canon', name: 'Canon Cinema RAW Light', way: 'Open it in Canon Cinema RAW Development (free) or DaVinci Resolve and render ProRes 4444 or DPX.', endings: /\.(crm|rmf)$/i },
  { id: 'x-ocn', name: 'Sony X-OCN', way: 'Open it in Catalyst Browse (free) or DaVinci Resolve and render ProRes 4444 or EXR.', endings: /\.xocn$/i },
  { id: 'prores-raw', name: 'ProRes RAW', way: 'Open it in Final Cut Pro, Premiere Pro or Assimilate Play Pro and render ProRes 4444.', endings: /(?!)/ },
  { id: 'nikon', name: 'Nikon N-RAW', way: 'Open it in NX Studio (free) or DaVinci Resolve and render ProRes 4444 or DNxHR 444.', endings: /\.nev$/i },
  { id: 'photo', name: 'a camera RAW photo', way: 'Develop it in darktable or RawTherapee (both free) and save 16-bit TIFF.', endings: /\.(dng|cr2|cr3|nef|nrw|arw|srf|sr2|orf|rw2|raf|pef|srw|x3f|3fr|iiq|erf|mrw)$/i },
] as const satisfies readonly RawFormat[];
export type RawId = (typeof rawFormats)[number]['id'];

/** By its name alone; null for what may be readable. */
export const rawByName = (path: string): RawFormat | null => rawFormats.find(({ endings }) => endings.test(path)) ?? null;
