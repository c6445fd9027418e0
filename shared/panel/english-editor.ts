// The words of the panel beside an editor, in English. With `english.ts` they make the whole language.
import type { Wide } from './english.ts';

export { english as strings } from './english.ts';
export { ownErrors as errors } from './error-words.ts';
export { ownNames as names } from './names.ts';

const count = (n: number, one: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
const frames = (n: number): string => count(n, 'frame', 'frames');
const clips = (n: number): string => count(n, 'clip', 'clips');

export const editor = {
  pages: { label: 'Parts of the panel', clips: 'Clips', results: 'Results', settings: 'Settings', check: 'Self-check' },
  line: {
    searching: 'Looking for FrameWright…', connecting: 'Connecting…', waiting: 'Connection lost. Jobs run on; trying again…', now: 'Try now',
    absent: 'FrameWright is not running', absentWhy: 'It does the work on this machine, outside the editor.', start: 'Start FrameWright', starting: 'Starting…', noStart: 'Start it in a terminal:', startCommand: 'framewright start',
    unpaired: 'Pair this panel', unpairedWhy: 'Type the six digits that FrameWright shows: in the dashboard under Settings, or in a terminal:', pairCommand: 'framewright pair', code: 'Pairing code', pair: 'Pair', pairing: 'Pairing…', codeWrong: 'Six digits',
    refused: 'FrameWright does not let this panel in',
  },
  empty: {
    select: 'Select a clip on the timeline', selectWhy: 'It shows up here at once. Select several to restore them together.',
    playhead: 'Put the playhead on a clip', playheadWhy: 'This editor does not tell what is selected, so the panel follows the clip under the playhead.',
    choose: 'Choose a file', chooseWhy: 'What is chosen here is restored like a clip.', noProject: 'No project is open', noSequence: 'No sequence is open', noSequenceWhy: 'Open one and select a clip in it.', add: 'Add a file…',
  },
  card: {
    of: (name: string) => `Clip ${name}`, track: (name: string) => `Track ${name}`, from: (start: string, end: string) => `${start} to ${end}`, rate: (rate: string) => `${rate} fps`, size: (width: number, height: number) => `${width} × ${height}`, length: frames, speed: (percent: string) => `${percent} % speed`, reversed: 'reversed', offline: 'Offline', disabled: 'Disabled', effects: (n: number) => count(n, 'effect', 'effects'),
    looking: 'Looking at the clip…', fine: 'Nothing stands out', restore: 'Restore', extend: 'Extend…', menu: 'More', actions: (name: string) => `What can be done with ${name}`, cancel: 'Cancel', retry: 'Try again', place: 'Place', revert: 'Revert', dismiss: 'Dismiss', restoreAll: (n: number) => `Restore ${clips(n)}`, sending: 'Sending…', drag: 'Drag the result to the timeline', unnamed: 'Clip without a name',
    overall: (share: number, all: number) => `${share} % of ${clips(all)}`, overallLabel: 'All clips together', progress: (name: string) => `Progress of ${name}`, left: (time: string) => `${time} left`, copied: 'Copied',
  },
  states: { sent: 'In the queue', ready: 'Result waits', placed: 'In the sequence', binned: 'In the bin', reverted: 'Reverted', failed: 'Failed' },
  busy: { sending: 'Sending…', placing: 'Placing…', reverting: 'Taking it back…', relinking: 'Re-linking…', asking: 'Asking…', rendering: 'The editor renders it…', trimming: 'Trimming…', finding: 'Looking for it…' },
  menu: {
    restore: 'Restore', restoreWith: 'Restore with…', again: 'Restore again with…', last: 'Same as last time', marked: 'Restore between in and out', extend: 'Extend…', preview: 'Preview', compare: 'Compare', reveal: 'Show on the timeline', openFolder: 'Show the file', revert: 'Revert to the original', relink: 'Re-link…', cancel: 'Cancel', place: 'Place now', placeAgain: 'Place again', bin: 'Into the bin only', check: 'Self-check', settings: 'Settings', openPanel: 'Results', quality: 'Quality', selected: (n: number) => `Restore ${n === 1 ? 'the clip' : clips(n)}`,
  },
  settings: {
    title: 'Restoration', project: (name: string) => `Remembered for ${name}`, last: 'Same as last time', place: 'Where results go', keepLook: 'Larger results keep the size on screen', keepLookWhy: 'An upscaled result is scaled down to cover the picture as the clip does. Off, it is shown at its own size.', deliveryUsual: 'ProRes 422 HQ, 4444 with alpha', advanced: 'Every step', panel: 'This panel', handles: 'Handles', handlesWhy: 'Frames of the source kept at both ends of the result, so that its edges can be trimmed.', language: 'Language', languageAuto: 'As the editor', more: 'More',
    places: {
      'track-above': 'New track above', replace: 'Replace the clip', append: 'After the clip', prepend: 'Before the clip', take: 'As a take of the clip', swap: 'Swap its media', bin: 'Bin only',
    },
    placesWhy: {
      'track-above': 'On a free track above, same start and length. The original stays untouched below.', replace: 'Overwrites the clip on its own track.', append: 'Into the gap that follows.', prepend: 'Into the gap before.',
      take: 'The clip keeps its place, its effects and grade; the original stays as the first take.', swap: 'The clip keeps its effects; every use of this media in the project shows the result.', bin: 'Imported into the bin “FrameWright”; no sequence is changed.',
    },
    effectsBelow: 'Effects and grades stay on the lower clip: the result above does not have them. To keep them choose a take or swap the media, where this editor offers it.', undo: { 'one-step': 'One undo takes it back.', 'each-call': 'Undo goes step by step; Revert takes it back at once.', none: 'This editor cannot undo it; use Revert.' },
  },
  timeline: {
    title: 'Extend', start: 'Start', end: 'End', startEdge: 'Start of the clip', endEdge: 'End of the clip', label: 'Clip, unused handles and gaps around it', clip: 'Clip', handle: 'Handle', made: 'New', playhead: 'Playhead', marks: 'In and out', typed: (edge: string) => `${edge}, frames`,
    valueText: (n: number) => (n === 0 ? 'unchanged' : n > 0 ? `${frames(n)} longer` : `${frames(-n)} shorter`),
    trimOnly: (n: number, left: number) => `Just trim: ${frames(n)} of handle, ${left} left.`, willMake: (n: number) => `${frames(n)} will be made.`, willMakeToo: (handle: number, n: number) => `${frames(handle)} of handle, ${frames(n)} will be made.`, shorten: (n: number) => `Just trim: ${frames(n)} shorter.`, nothing: 'Drag an edge, type frames, or choose a target.', handleLeft: (n: number) => `${frames(n)} of handle`, noHandle: 'no handle', handleUnknown: 'handle unknown',
    fillGap: (n: number) => `Fill the gap (${n})`, toPlayhead: 'To the playhead', toIn: 'To in', toOut: 'To out', apply: 'Extend', trim: 'Trim', reset: 'Reset', reached: 'The trim has reached the end of the media. Extend it from here:', tooFar: 'Another clip is in the way', noTrim: 'This editor cannot be told to trim; drag the edge on its timeline.', unknown: 'This editor does not say enough of this clip to extend it.', target: (edge: string) => `Targets for the ${edge.toLowerCase()}`, method: { before: 'The first picture is held. Ways that make new motion come later.', after: 'The last picture is held. Ways that make new motion come later.' },
  },
  results: {
    title: 'Results of this project', none: 'Nothing restored here yet', noneWhy: 'Results are kept with the project: they can be placed, compared and taken back after it was closed and opened again.', waiting: (n: number) => (n === 1 ? 'A result waits to be placed' : `${n} results wait to be placed`), placeAll: 'Place all', placeOne: 'Place', of: (name: string) => `Result for ${name}`, clear: 'Forget ended ones', made: (time: string) => `Made ${time}`,
    forget: 'Forget',
    relinkTitle: 'Where is the result now?', relinkPath: 'Path of the result', relink: 'Re-link', on: (track: number) => `on V${track}`,
  },
  preview: { title: (name: string) => `Preview: ${name}`, compareTitle: (name: string) => `Compare: ${name}`, extend: (name: string) => `Extend: ${name}`, use: 'Restore with this', usual: 'As usual', withTitle: (name: string) => `Restore with: ${name}` },
  check: {
    title: 'Self-check', why: 'Checks that the editor, the connection and FrameWright do what the panel needs, and places and removes a clip on a scratch sequence.', run: 'Run the check', running: 'Checking…', copy: 'Copy the report', copied: 'Copied', good: 'in order', bad: 'fails', unknown: 'cannot be told', report: 'Report', host: 'Editor', line: 'Connection', all: (n: number) => `All ${n} checks are in order.`, some: (n: number) => `${count(n, 'check fails', 'checks fail')}.`,
    names: {
      host: 'Editor and version', engine: 'Engine of the panel', line: 'Connection to FrameWright', hello: 'Greeting and version', loopback: 'Answer over the loopback', events: 'Events arrive', project: 'A project is open', sequence: 'A sequence is open', selection: 'Selection', notes: 'Notes in the project', scratch: 'Place and remove on a scratch sequence', permissions: 'Permissions', api: 'Parts of the editor’s interface', import: 'Import into a bin', place: 'Placing', remove: 'Removing', render: 'Rendering a range', network: 'Network permission', storage: 'Safe storage', clipboard: 'Clipboard', undo: 'Undo', tracks: 'Adding tracks', program: 'The program beside the panel',
    },
  },
  refusals: {
    offline: 'Its media is offline.', nested: 'It is a nested sequence.', multicam: 'It is a multicam clip.', adjustment: 'It is an adjustment layer: there is no picture in it.', title: 'It is a title, drawn by the editor.', generator: 'It is drawn by the editor.', still: 'It is a still.', ramped: 'Its speed varies.', reversed: 'It runs backwards.', retimed: 'Its speed is changed.', 'speed-hidden': 'This editor does not tell its speed.', raw: 'Its camera format cannot be decoded here.', 'no-path': 'This editor does not tell where its media is.', 'sound-in-picture': 'Its sound belongs to a file with a picture.',
  },
  ways: { render: 'Render it through the editor, then restore', take: 'Bring it back as a take', 'bin-only': 'Restore the whole media into the bin', relink: 'Re-link it in the editor', 'open-nested': 'Or open the nested sequence and select the clips in it' },
  notices: {
    'clip-moved': 'The clip was moved meanwhile; the result followed.', 'clip-gone': 'The clip is gone; the result is in the bin only.', 'clip-changed': 'The clip was changed meanwhile.', 'track-made': 'A track was added.', 'no-free-track': 'No track above is free; the result is in the bin only.', 'track-locked': 'The track is locked; the result is in the bin only.', 'not-placed': 'The editor did not place it; the result is in the bin.', 'slid-back': 'The editor had put it elsewhere; it was set right.', 'length-corrected': 'Its length was corrected to the frame.', 'sound-left-out': 'It was placed without its sound.', 'effects-stay-below': 'Effects stay on the lower clip.', 'not-undoable': 'The editor cannot undo this; Revert can.', 'every-use': 'Every use of this media shows the result.', scaled: 'It was scaled to the size of the sequence.', 'not-scaled': 'It could not be scaled; set its scale by hand.',
  },
  restored: (name: string) => `Restore ${name}`, announce: (name: string, state: string) => `${name}: ${state}`, reason: (reason: string) => `The editor says: ${reason}`,
  hints: {
    'effects-stay-below': 'Effects and grade stay on the lower clip.', 'every-use': 'Every use of this media will show the result.', 'other-rate': (clip: string, sequence: string) => `Source at ${clip} fps in a sequence of ${sequence}: its own frames are kept.`, 'variable-rate': 'Its frame rate varies: the result has a constant one.', 'retimed-as-rate': 'Its speed is changed: the same frames are delivered at that rate.', 'sound-stays': 'Its sound stays in the sequence; the result is picture alone.', 'no-end-known': 'This editor does not tell how long its media is.', 'clip-disabled': 'The clip is disabled.',
  },
  notes: { loading: 'Reading the notes of the project…', kept: '', unkept: 'This project keeps no notes: what is done here is known until the panel closes.', damaged: 'The notes of the project could not be read. They are kept aside; new ones begin.', newer: 'A newer FrameWright wrote the notes of this project. Nothing is written over them.', full: 'The notes of the project are full: forget ended results.', failed: 'The notes of the project could not be written.' },
};

export type EditorStrings = Wide<typeof editor>;
