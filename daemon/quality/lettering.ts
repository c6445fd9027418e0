// The words on a before/after picture, drawn as strokes, so that no font has to be installed.

/** Strokes on a grid of 4×6 units; `M` lifts the pen. */
const strokes: Readonly<Record<string, string>> = {
  '-': 'M0.6 3 L3.4 3',
  A: 'M0 6 L2 0 L4 6 M0.8 4 L3.2 4', B: 'M0 0 L0 6 L2.8 6 L4 5 L4 4 L2.8 3 L0 3 M0 0 L2.6 0 L3.6 1 L3.6 2 L2.8 3',
  D: 'M0 0 L0 6 L2.4 6 L4 4.4 L4 1.6 L2.4 0 Z', E: 'M4 0 L0 0 L0 6 L4 6 M0 3 L3 3', F: 'M4 0 L0 0 L0 6 M0 3 L3 3', M: 'M0 6 L0 0 L2 3 L4 0 L4 6', N: 'M0 6 L0 0 L4 6 L4 0', O: 'M1.2 0 L2.8 0 L4 1.2 L4 4.8 L2.8 6 L1.2 6 L0 4.8 L0 1.2 Z',
  P: 'M0 6 L0 0 L2.8 0 L4 1 L4 2 L2.8 3 L0 3', R: 'M0 6 L0 0 L2.8 0 L4 1 L4 2 L2.8 3 L0 3 M2 3 L4 6', T: 'M0 0 L4 0 M2 0 L2 6',
};

/** A word of these letters on a dark plate, as SVG `height` pixels high and, with eleven letters, nearly 5½ times as wide. */
export function letterPlate(word: string, height: number): string {
  const unit = height / 12, width = Math.round((word.length * 5.6 + 3.4) * unit);
  const letters = [...word].map((letter, i) => `<path transform="translate(${2.5 + i * 5.6} 3)" d="${strokes[letter]}"/>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width / unit} 12"><rect width="100%" height="100%" rx="1.5" fill="#000" fill-opacity="0.6"/><g fill="none" stroke="#fff" stroke-width="0.8" stroke-linecap="round" stroke-linejoin="round">${letters}</g></svg>`;
}
