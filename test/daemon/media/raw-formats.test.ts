// Camera RAW is told by name or first bytes; what merely has no ending is not.
import { describe, expect, it } from 'vitest';
import { refuseRaw, refuseRawCodec } from '../../../daemon/media/raw-formats.ts';

const nothing = Buffer.alloc(64);

describe('camera RAW', () => {
  it.each(['/clips/a.braw', '/clips/A.R3D', '/clips/a.ari', '/clips/a.CR3'])('%s is refused by its ending', (path) => {
    expect(() => refuseRaw(path, nothing)).toThrow('cannot develop');
  });

  it('is refused by its first bytes, whatever its name', () => {
    expect(() => refuseRaw('/clips/a', Buffer.from('\0\0\0\0RED2\0\0\0\0', 'latin1'))).toThrow('REDCODE');
    expect(() => refuseRaw('/clips/a.mxf', Buffer.from('..ARRIRAW..', 'utf16le'))).toThrow('ARRIRAW');
  });

  it('is refused by codec or tag', () => {
    expect(() => refuseRawCodec('/clips/a.mov', null, 'aprn')).toThrow('ProRes RAW');
    expect(() => refuseRawCodec('/clips/a.mov', 'prores', 'apch')).not.toThrow();
  });

  it.each(['/clips/tape', '/clips/.hidden', '/clips/tape.', '/clips/a.mp4'])('%s is not', (path) => {
    expect(() => refuseRaw(path, nothing)).not.toThrow();
  });
});
