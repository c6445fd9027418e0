// The words on pictures, drawn as strokes, so that no font has to be installed.

/** Strokes on a grid of 4×6 units; `M` lifts the pen. */
const strokes: Readonly<Record<string, string>> = {
  A: 'M0 6 L2 0 L4 6 M0.8 4 L3.2 4', B: 'M0 0 L0 6 L2.8 6 L4 5 L4 4 L2.8 3 L0 3 M0 0 L2.6 0 L3.6 1 L3.6 2 L2.8 3', C: 'M4 1.2 L2.8 0 L1.2 0 L0 1.2 L0 4.8 L1.2 6 L2.8 6 L4 4.8',
  D: 'M0 0 L0 6 L2.4 6 L4 4.4 L4 1.6 L2.4 0 Z', E: 'M4 0 L0 0 L0 6 L4 6 M0 3 L3 3', F: 'M4 0 L0 0 L0 6 M0 3 L3 3', G: 'M4 1.2 L2.8 0 L1.2 0 L0 1.2 L0 4.8 L1.2 6 L2.8 6 L4 4.8 L4 3.2 L2.4 3.2',
  H: 'M0 0 L0 6 M4 0 L4 6 M0 3 L4 3', I: 'M2 0 L2 6 M1 0 L3 0 M1 6 L3 6', J: 'M3.4 0 L3.4 4.8 L2.4 6 L1 6 L0 4.8', K: 'M0 0 L0 6 M4 0 L0 3.4 M1.4 2.2 L4 6', L: 'M0 0 L0 6 L4 6',
  M: 'M0 6 L0 0 L2 3 L4 0 L4 6', N: 'M0 6 L0 0 L4 6 L4 0', O: 'M1.2 0 L2.8 0 L4 1.2 L4 4.8 L2.8 6 L1.2 6 L0 4.8 L0 1.2 Z', P: 'M0 6 L0 0 L2.8 0 L4 1 L4 2 L2.8 3 L0 3',
  Q: 'M1.2 0 L2.8 0 L4 1.2 L4 4.8 L2.8 6 L1.2 6 L0 4.8 L0 1.2 Z M2.4 4.2 L4.2 6.4', R: 'M0 6 L0 0 L2.8 0 L4 1 L4 2 L2.8 3 L0 3 M2 3 L4 6', S: 'M4 1 L2.8 0 L1.2 0 L0 1 L0 2 L1.2 2.9 L2.8 3.1 L4 4 L4 5 L2.8 6 L1.2 6 L0 5',
  T: 'M0 0 L4 0 M2 0 L2 6', U: 'M0 0 L0 4.8 L1.2 6 L2.8 6 L4 4.8 L4 0', V: 'M0 0 L2 6 L4 0', W: 'M0 0 L0.8 6 L2 2.6 L3.2 6 L4 0', X: 'M0 0 L4 6 M4 0 L0 6', Y: 'M0 0 L2 3 L4 0 M2 3 L2 6', Z: 'M0 0 L4 0 L0 6 L4 6',
  0: 'M1.2 0 L2.8 0 L4 1.2 L4 4.8 L2.8 6 L1.2 6 L0 4.8 L0 1.2 Z M1 4.6 L3 1.4', 1: 'M0.8 1.2 L2 0 L2 6 M0.8 6 L3.2 6', 2: 'M0 1.2 L1.2 0 L2.8 0 L4 1.2 L4 2.2 L0 6 L4 6', 3: 'M0 0.8 L1.2 0 L2.8 0 L4 1 L4 2 L2.8 3 L1.6 3 M2.8 3 L4 4 L4 5 L2.8 6 L1.2 6 L0 5.2',
  4: 'M3 6 L3 0 L0 4 L4 4', 5: 'M4 0 L0.4 0 L0 2.8 L1.2 2.2 L2.8 2.2 L4 3.4 L4 4.8 L2.8 6 L1.2 6 L0 5', 6: 'M3.6 0.4 L2.4 0 L1.2 0.4 L0 2 L0 4.8 L1.2 6 L2.8 6 L4 4.8 L4 3.8 L2.8 2.8 L1.2 2.8 L0 3.8', 7: 'M0 0 L4 0 L1.4 6',
  8: 'M1.2 3 L0 2 L0 1 L1.2 0 L2.8 0 L4 1 L4 2 L2.8 3 L1.2 3 L0 4 L0 5 L1.2 6 L2.8 6 L4 5 L4 4 L2.8 3', 9: 'M0.4 5.6 L1.6 6 L2.8 5.6 L4 4 L4 1.2 L2.8 0 L1.2 0 L0 1.2 L0 2.2 L1.2 3.2 L2.8 3.2 L4 2.2',
  '-': 'M0.6 3 L3.4 3', '+': 'M0.6 3 L3.4 3 M2 1.6 L2 4.4', '=': 'M0.6 2.2 L3.4 2.2 M0.6 4 L3.4 4', '.': 'M1.8 6 L2.2 6', ',': 'M2.2 5.6 L1.6 7', ':': 'M1.8 2 L2.2 2 M1.8 5 L2.2 5', '/': 'M0.4 6.4 L3.6 -0.4', '%': 'M0.4 6 L3.6 0 M0.6 1 L0.6 1.2 M3.4 4.8 L3.4 5', '_': 'M0 6.6 L4 6.6', ' ': '',
};
/** What has no strokes of its own: an empty box. */
const unknown = 'M0.4 0 L3.6 0 L3.6 6 L0.4 6 Z';

/** Columns of one letter and around a word, in units of a twelfth of the height. */
const letterUnits = 5.6, aroundUnits = 3.4;

/** Pixels that the plate of a word is wide. */
export const plateWidth = (word: string, height: number): number => Math.round((word.length * letterUnits + aroundUnits) * (height / 12));

/** A word in capitals on a dark plate, as SVG `height` pixels high. */
export function letterPlate(word: string, height: number): string {
  const unit = height / 12, width = plateWidth(word, height);
  const letters = [...word].map((letter, i) => `<path transform="translate(${2.5 + i * letterUnits} 3)" d="${strokes[letter] ?? unknown}"/>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width / unit} 12"><rect width="100%" height="100%" rx="1.5" fill="#000" fill-opacity="0.6"/><g fill="none" stroke="#fff" stroke-width="0.8" stroke-linecap="round" stroke-linejoin="round">${letters}</g></svg>`;
}
