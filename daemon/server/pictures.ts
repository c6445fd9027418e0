// Pictures that answers name, and what their bytes are.

const idForm = /^[0-9a-f]{64}$/;

/** Ids of all pictures in an answer, each once, in the order in which they stand there. */
export function picturesIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  const { id, type } = value as { id?: unknown; type?: unknown };
  if (typeof id === 'string' && typeof type === 'string' && type.startsWith('image/') && idForm.test(id)) found.add(id);
  else for (const inner of Object.values(value)) picturesIn(inner, found);
  return found;
}

/** The media type by the first bytes (JPEG, PNG, RIFF WebP). */
export function typeOfPicture(bytes: Uint8Array): 'image/jpeg' | 'image/png' | 'image/webp' {
  return bytes[0] === 0xff ? 'image/jpeg' : bytes[0] === 0x89 ? 'image/png' : 'image/webp';
}
