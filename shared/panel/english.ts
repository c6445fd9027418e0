// Every word of the interface, in English. Another language is one more file of this shape. What the daemon says (plans, reasons, errors) comes as it is.
import type { JobState } from '../job.ts';
import type { Moment } from '../pictures.ts';
import { wish } from './english-wish.ts';

const count = (n: number, one: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
const states: Readonly<Record<JobState, string>> = { queued: 'Being planned', planned: 'In the queue', running: 'Running', paused: 'Paused', waiting: 'Waiting to try again', delivering: 'Being delivered', done: 'Done', failed: 'Failed', cancelled: 'Cancelled' };
const moments: Readonly<Record<Moment['kind'], string>> = { darkest: 'Darkest', noisiest: 'Noisiest', fastest: 'Fastest motion', combed: 'Most combed', face: 'Face', middle: 'Middle', other: 'Noteworthy' };

export const english = {
  name: 'English', code: 'en-GB',
  units: { days: 'days', to: 'to', bytes: 'bytes', decimal: '.' },
  app: {
    title: 'FrameWright', skip: 'Skip to content', navigation: 'Areas', home: 'Open', panel: 'Panel', queue: 'Queue', watch: 'Watch', hardware: 'Hardware', settings: 'Settings',
    theme: 'Appearance', themes: { system: 'System', light: 'Light', dark: 'Dark' }, shortcuts: 'Keyboard shortcuts',
    status: (running: number, waiting: number) => (running + waiting === 0 ? 'Nothing to do' : `${running} running, ${waiting} waiting`),
    notFound: 'There is no such page.', goHome: 'Go to the start',
  },
  common: {
    cancel: 'Cancel', close: 'Close', retry: 'Try again', loading: 'Loading…', more: 'More', less: 'Less', copy: 'Copy', copied: 'Copied', optional: 'optional', none: 'None', auto: 'Automatic', on: 'On', off: 'Off',
    yes: 'Yes', no: 'No', remove: 'Remove', add: 'Add', save: 'Save', saved: 'Saved', choose: 'Choose…', unknown: 'unknown', mend: 'What helps', details: 'Details', partMissing: 'This part of the page could not be fetched.', reload: 'Load the page again', frames: (n: number) => count(n, 'frame', 'frames'),
  },
  connection: {
    connecting: 'Connecting to FrameWright…', lost: 'The connection to FrameWright was lost.', lostMore: 'Jobs go on without this page. Trying again…', now: 'Try now', back: 'Connected again.',
    refusedTitle: 'This page needs a fresh link', refused: 'A dashboard link works once, for one browser tab. Ask FrameWright for another one; running jobs are not affected.', command: 'framewright dashboard',
  },
  open: {
    title: 'What shall be restored?', drop: 'Drop a video, sound file or picture here', or: 'or', pick: 'Browse this computer', path: 'Path of a file', pathHint: 'Type or paste where the file lies', openPath: 'Open', recent: 'Recently restored', noRecent: 'Clips that you restore are listed here.',
    stays: 'Everything stays on this computer. The original is never changed.',
    dropped: (name: string) => `Where does “${name}” lie?`, droppedWhy: 'A browser tells the name of a dropped file, but not its folder.', looking: 'Looking in the usual folders…', found: (n: number) => (n === 0 ? 'It was not found in the usual folders. Pick it below, or paste its path above.' : `Found in ${count(n, 'place', 'places')}:`), several: 'One file at a time can be opened here. For many, restore a whole folder.',
    browser: 'Files on this computer', up: 'Folder above', places: 'Places', folderEmpty: 'There is nothing here to open.', otherFiles: 'Show other files', moreEntries: (n: number) => `${count(n, 'more entry is', 'more entries are')} not shown. Paste the path instead.`, name: 'Name', size: 'Size', changed: 'Changed', kinds: { folder: 'Folder', video: 'Video', sound: 'Sound', picture: 'Picture', other: 'File' },
    whole: 'Restore this whole folder…', wholeTitle: 'Restore a whole folder', wholeWhy: (folder: string) => `Every video and sound file of ${folder} becomes a job of its own.`, recursive: 'With its sub-folders', wholeStart: 'Add to the queue', output: 'Results go to', outputHint: 'Empty: beside each source', use: 'Use this folder',
  },
  clip: {
    viewer: 'Before and after', analysing: 'Looking at the clip…', analysis: 'What it is', found: 'What it shows', plan: 'What will be done', planning: 'Making the plan…', noPicture: 'Sound only: there is no picture to show.', settings: 'Restoration',
    quality: 'Quality', style: 'Footage', styleAuto: 'As measured', scale: 'Size', scaleAuto: 'As it suits', scaleSame: 'Keep', scaleCustom: 'Other…', scaleHint: '2, x1.5, 1080p or 1920x1080', delivery: 'Delivered as', deliveryAuto: 'As it suits', output: 'Where the result goes', outputPath: 'File or folder', outputHint: 'A file, or a folder with a slash at its end. Empty: beside the source.', overwrite: 'Replace an existing file', range: 'Part', all: 'All of it', rangeIn: 'In', rangeOut: 'Out', rangeHint: 'A frame number, or hours:minutes:seconds:frames', setIn: 'Set the in point here', setOut: 'Set the out point here', clearRange: 'Take all of it', rangeWrong: 'This is neither a frame nor a time of this clip.',
    steps: 'Steps', picture: 'Picture', sound: 'Sound', strength: 'Strength', strengths: { auto: 'Auto', off: 'Off', set: 'Set' }, method: 'Method', methodAuto: 'Best for this machine', stepMore: 'More', stepUsed: 'used', stepSkipped: 'not needed', reset: 'Reset', changed: 'changed', leftOpen: 'As it suits', last: 'Same as last time',
    restore: 'Restore', restoring: 'Adding…', estimate: (time: string, size: string) => `About ${time}, ${size}`, added: 'Added to the queue.', show: 'Show the job', compare: 'Compare', compareTitle: 'Side by side', compareBy: 'Compare', comparePresets: 'Qualities', compareStyles: 'Kinds of footage', compareMethods: (title: string) => `Methods: ${title}`, useThis: 'Use this', backToSlider: 'Back to the slider', source: 'Original',
    times: (combed: number) => `${Math.round(combed * 100)} % of frames`, facts: { picture: 'Picture', rate: 'Rate', scan: 'Scanning', length: 'Length', file: 'File', sound: 'Sound', colour: 'Colour', kind: 'Looks like' },
    measures: { noise: 'Noise', blocks: 'Compression blocks', banding: 'Banding', combing: 'Combing', softness: 'Softness', dark: 'Dark frames', flicker: 'Flicker', repeats: 'Repeated frames' },
    scans: { progressive: 'Progressive', tff: 'Interlaced, top field first', bff: 'Interlaced, bottom field first', telecine: 'Film shown as video', mixed: 'Mixed', unknown: 'Unclear' },
    kinds: { film: 'film', animation: 'animation', tape: 'video tape', camera: 'a digital camera', screen: 'a screen recording' }, evidence: 'How this was measured', low: 'low', medium: 'visible', high: 'strong', problems: 'Nothing stands out: the clip is in good order.',
  },
  wish,
  viewer: {
    before: 'Original', after: 'Restored', slider: 'Border between original and restored', sliderText: (share: number) => `${share} % original`, fit: 'Whole picture', full: '1 : 1', zoomed: 'Picture at its full size; arrow keys move it', position: 'Position', previous: 'Previous frame', next: 'Next frame', moments: 'Moments', moment: moments, strip: 'Overview', frame: (n: string, time: string) => `Frame ${n}, ${time}`,
    draft: 'Quick look', exact: 'Exact', working: 'Rendering…', none: 'The first picture is on its way.', failed: 'This picture could not be made.',
  },
  queue: {
    title: 'Queue', empty: 'The queue is empty.', emptyMore: 'Open a clip to restore it.', now: 'Now', next: 'Next', resting: 'Paused', history: 'History', search: 'Search the history', noMatch: 'No job matches.', showMore: 'Show older ones', held: 'The queue stands still:', pauseAll: 'Pause all', resumeAll: 'Resume all', overall: (share: number) => `${share} % of everything in the queue`,
    states, pause: 'Pause', resume: 'Resume', cancel: 'Cancel', retry: 'Try again', remove: 'Remove', open: 'Open', of: (action: string, name: string) => `${action}: ${name}`, priority: 'Priority', priorities: { high: 'First', normal: 'Normal', low: 'Last' }, retryAt: (time: string) => `Tries again at ${time}`, attempt: (n: number) => `Try ${n}`,
    batches: 'Batches', batch: (done: number, jobs: number, failed: number) => `${done} of ${jobs} done${failed ? `, ${failed} failed` : ''}`, cancelBatch: 'Stop the rest', all: 'All jobs', onlyBatch: 'Jobs of this batch', removeTitle: 'Remove this job?', removeWhy: 'Its unfinished files are deleted. A delivered result stays where it is.', left: (time: string) => `${time} left`, announce: (name: string, state: string) => `${name}: ${state}`,
  },
  job: {
    step: (i: number, n: number) => `Step ${i} of ${n}`, next: (title: string) => `Then: ${title}`, frames: (done: number, all: number) => `${done.toLocaleString('en')} of ${all.toLocaleString('en')} frames`, fps: (n: number) => `${n.toFixed(n < 10 ? 1 : 0)} frames/s`, load: (share: number) => `${share} % busy`, progress: 'Progress', log: 'Log', noLog: 'Nothing was logged.', follow: 'Follow the newest line',
    quality: 'Measured quality', qualityWhy: 'Against the source, segment by segment. Below the dashed line a segment deserves a look.', noQuality: 'Numbers appear with the first finished segment.', consistency: 'Consistency in time', similarity: 'Structural similarity', clipped: 'Clipped', threshold: (n: number) => `Threshold ${n}`, segment: 'Segment', frameRange: 'Frames', asTable: 'As a table',
    result: 'Result', report: 'Report', source: 'Source', output: 'Result', added: 'Added', finished: 'Finished', client: 'From', facts: 'Before and after', files: 'Files', fact: 'Fact', before: 'Before', after: 'After', timings: 'Where the time went', plan: 'Plan', definitions: 'What the numbers mean', licences: 'Licences', sidecar: 'Report file', units: 'Segments', missing: 'There is no such job.', again: 'Open this clip again', tabs: 'Parts of this job', overview: 'Overview',
  },
  hardware: { title: 'Hardware', memoryName: 'Memory', machine: 'This machine', devices: 'Devices', proven: 'Proven', notProven: 'Not used', memory: (free: string, all: string) => `${free} of ${all} free`, tier: 'Class', tiers: { 'cpu-small': 'Small, processor only', cpu: 'Processor only', 'gpu-small': 'Small graphics card', gpu: 'Graphics card', 'gpu-large': 'Large graphics card' }, processor: 'Processor', cores: (n: number) => count(n, 'core', 'cores'), throughput: 'Measured speed', model: 'Model', provider: 'Runs on', precision: 'Precision', speed: 'Per megapixel', encoders: 'Hardware encoders', noEncoders: 'None was found.', measure: 'Measure again', measuring: 'Measuring…', measured: (time: string) => `Measured ${time}`, health: 'Health', models: 'Models', licence: 'Licence', here: 'Here', notHere: 'Not here', commercial: 'Commercial use allowed', notCommercial: 'Not for commercial use', task: 'Task', filters: 'Filters and encoders', megapixels: 'Megapixels per second and core' },
  watch: { title: 'Watch folders', why: 'Whatever is put into a watch folder is restored. A file is taken when its size has stopped changing.', none: 'No folder is watched yet.', noneMore: 'Name one, and what is copied into it is taken from there on.', add: 'Watch a folder', folder: 'Folder', output: 'Results go to', outputHint: 'Empty: the sub-folder “restored”', settle: 'Seconds without a change', settleHint: 'A file is taken when it has not changed for so long.', goTo: (folder: string | null) => (folder === null ? 'results in its sub-folder “restored”' : `results in ${folder}`),
    taken: (n: number) => `${n} taken`, done: (n: number) => `${n} done`, failed: (n: number) => `${n} failed`, remove: 'Stop watching', watching: 'Watching', trouble: 'Stands still' },
  settings: { title: 'Settings', page: 'This page', about: 'About', language: 'Language', languageAuto: 'As the system', keys: 'Single-key shortcuts', keysWhy: 'Letters and signs alone do something. Switch this off if that is in your way.', daemon: 'FrameWright on this machine', version: 'Version', home: 'Data folder', token: 'Access token', clients: 'Connected', started: 'Started', notices: 'Please note', pairing: 'Pair a panel', pairingWhy: 'A panel that cannot read files asks for this code.', pairingMake: 'Show a code', pairingUntil: (time: string) => `Valid until ${time}, once.`,
    names: { idleMinutes: 'End after minutes without use', previewBytes: 'Room for previews', networkPaths: 'Use files on network drives', pauseWhilePlaying: 'Pause while an editor plays', pauseWhileRendering: 'Pause while an editor renders', keepAwake: 'Keep the machine awake while working on mains power', retries: 'Tries after errors that may pass', retrySeconds: 'Seconds before the first new try', historyDays: 'Days that finished jobs are listed', globalKey: 'Key that restores the selection while an editor is in front' }, keyHint: 'such as ctrl+alt+r; empty for none', forever: 'for ever', gigabytes: 'GB', minutes: 'minutes', seconds: 's', days: 'days' },
  shortcuts: { title: 'Keyboard shortcuts', help: 'This list', open: 'Open a clip', queue: 'Queue', hardware: 'Hardware', back: 'One frame back', forward: 'One frame on', tenBack: 'Ten frames back', tenForward: 'Ten frames on', momentBack: 'Previous moment', momentForward: 'Next moment', zoom: 'Whole picture or 1 : 1', markIn: 'Set the in point', markOut: 'Set the out point', compare: 'Side by side', slider: 'Move the border', go: 'Everywhere', viewing: 'At the picture', restore: 'Restore' },
};

/** A language: the same words, functions and tables, in other words. */
export type Wide<T> = T extends string ? string : T extends (...args: infer Args) => string ? (...args: Args) => string : { readonly [Key in keyof T]: Wide<T[Key]> };
export type Strings = Wide<typeof english>;
