// What the fields of a wish and their options are called, and what they mean where the daemon says it for programs.

/** By the name of a field; `width,height` names a group of fields by all of theirs. */
type Named = Readonly<Record<string, string>>;
const titles: Named = {
  crop: 'Crop', left: 'From the left', top: 'From the top', width: 'Width', height: 'Height', aspect: 'Shape of the picture', fit: 'Getting into another shape', squarePixels: 'Square pixels', constantRate: 'Frame rate',
  purpose: 'Made for', container: 'Kind of file', encoder: 'Encoded by', crf: 'Constant quality (CRF)', size: 'How large', bytes: 'Size of the file', bitRate: 'Bit rate of the picture', handles: 'Handles', before: 'Before', after: 'After', extend: 'Make frames beyond the ends', method: 'Made by', sound: 'Keep the sound', pictureNames: 'Names of pictures', xmp: 'XMP file beside it',
  withinSeconds: 'Ready within (seconds)', device: 'Device', tile: 'Tiles', checkpointSeconds: 'Checkpoint every (seconds)',
  fieldOrder: 'Field order', range: 'Range of values', matrix: 'Colour matrix', primaries: 'Primaries', transfer: 'Transfer function', sar: 'Shape of a pixel', rate: 'Frame rate of the source', startTimecode: 'Timecode of the first frame', cadence: 'Film shown as video', cuts: 'Finding cuts', parts: 'Files that follow', gaps: 'Missing pictures',
};
const helps: Named = {
  crop: 'Black bars are taken off as measured; a rectangle is in pixels of the source. All four of its numbers are needed.', aspect: 'Width to height on the screen, like 16:9. Alone, it corrects a source that says something wrong; with the next choice, it is the shape of the result.',
  fit: 'How a picture of another shape gets into the result.', squarePixels: 'For players and programs that show old video too narrow or too wide.', constantRate: 'Frames per second, all equally long, like 25 or 30000/1001. Left open, every frame keeps its own time.',
  purpose: 'Picks a way of delivering where none is chosen above.', container: 'Left open, what is delivered decides.', encoder: 'Hardware is quicker and gives less quality for each bit.', crf: 'On the encoder’s own scale; smaller is better and larger. Left open, what is delivered decides.',
  size: 'Instead of constant quality.', left: 'Pixels.', top: 'Pixels.', width: 'Pixels.', height: 'Pixels.', before: 'Frames.', after: 'Frames.', bytes: 'Never exceeded; like 700 MB or 4.5 GB.', bitRate: 'On average; like 8 Mbit/s.', handles: 'Frames around the part that are delivered as well, as far as there are any.', extend: 'Frames that the source does not have, before its first and after its last one.', sound: 'Without it the result is picture alone.', pictureNames: 'Numbered, like shot_%04d.png or shot_####.png. Left open, as the source is numbered.',
  xmp: 'What was done, where picture libraries read it.', withinSeconds: 'Where the usual methods would take longer, quicker ones are chosen. Left open, it takes as long as it takes.', device: 'What computes. Left open, the quickest.', tile: 'How much of the picture a network sees at once, pixels of the source. Smaller needs less memory.',
  checkpointSeconds: 'Work between two points from which it can go on after a break.',
  fieldOrder: 'How the picture was scanned, and which of its fields came first.', range: 'Which numbers stand for black and white: those of video, or all there are.', matrix: 'How its colours were made into numbers; FFmpeg’s name.', primaries: 'Which red, green and blue are meant; FFmpeg’s name.',
  transfer: 'How its numbers stand for light; FFmpeg’s name.', startTimecode: 'Hours:minutes:seconds:frames.', parts: 'Where a camera or a disc cut one film into several files.',
  sar: 'Width of one pixel divided by its height, like 16/11.', rate: 'Like 18, 25 or 24000/1001. For film that was scanned at the wrong speed.', cadence: 'The pattern in which film frames are spread over fields.', cuts: 'Another detector of cuts in place of our own.', gaps: 'What stands for missing numbers of a sequence of pictures.',
};
const hardware: Named = { software: 'Software, the best quality', hardware: 'Hardware, whatever is proven', nvenc: 'NVIDIA (NVENC)', qsv: 'Intel (Quick Sync)', videotoolbox: 'Apple (VideoToolbox)', vaapi: 'Linux (VA-API)', amf: 'AMD (AMF)' };
const containers: Named = { mp4: 'MP4', mov: 'QuickTime (MOV)', mkv: 'Matroska (MKV)', mxf: 'MXF', pictures: 'Pictures', wav: 'WAV', flac: 'FLAC', m4a: 'M4A', mp3: 'MP3', ogg: 'Ogg', mka: 'Matroska sound (MKA)' };

const options: Readonly<Record<string, Named>> = {
  crop: { off: 'Keep all of it', auto: 'Take black bars off', 'left,top,width,height': 'A rectangle' }, fit: { pad: 'Bars', blur: 'Bars of blurred edges', crop: 'Cut' },
  method: { hold: 'Holding the picture' }, purpose: { editing: 'Editing', archive: 'Keeping for ever', web: 'The web' }, container: containers, encoder: hardware, size: { bytes: 'Size of the file', bitRate: 'Bit rate' },
  fieldOrder: { progressive: 'Progressive, no fields', tff: 'Top field first', bff: 'Bottom field first' }, range: { limited: 'Limited (video)', full: 'Full' },
  cadence: { off: 'It is not', '3:2': '3:2 pulldown', '2:3:3:2': '2:3:3:2 (advanced)', '2:2': '2:2', '24:25': '24 frames as 25' },
  cuts: { content: 'By content', adaptive: 'By content, adaptive', threshold: 'By brightness', histogram: 'By histogram', none: 'It is one shot' }, parts: { joined: 'Belong to it', single: 'Do not belong to it' }, gaps: { hold: 'Show the one before', close: 'Leave them out' },
};

export const wish = {
  title: 'More', asFile: 'As the file says', titles, helps, options,
  groups: { picture: 'Picture', result: 'Result', better: 'What you know better', work: 'The work' },
  groupsWhy: {
    picture: 'What of the picture is kept, and in which shape and rate it is delivered.', result: 'What kind of file it becomes, and how large.',
    better: 'Where the file says something wrong about itself, or nothing: this is believed instead.', work: 'How long it may take, and with what.',
  },
};
