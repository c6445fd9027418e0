// A cover as Ogg files hold it: a FLAC picture block in a tag.

const mimeTypes: Readonly<Record<string, string>> = { mjpeg: 'image/jpeg', png: 'image/png' };
/** "Cover (front)" of RFC 9639 §8.8. */
const frontCover = 3;

/** The value of METADATA_BLOCK_PICTURE: a picture block (RFC 9639 §8.8) in base64. Size and depth are left 0, "unknown", since the picture itself tells them. */
export function pictureComment(picture: Buffer, codec: string): string {
  const mime = Buffer.from(mimeTypes[codec] ?? 'image/', 'latin1');
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  return Buffer.concat([number(frontCover), number(mime.length), mime, number(0), number(0), number(0), number(0), number(0), number(picture.length), picture]).toString('base64');
}
