// The catalogue of everything that can go wrong. A row is a code, an exit status, a sentence, and the command that mends it.

export type ErrorRow = {
  /** The process's exit status. 2 usage, 3 input, 4 output, 5 machine, 6 run, 7 job, 70 internal, 130 cancelled. */
  readonly exit: number;
  /** One sentence with {placeholders}: what happened. */
  readonly what: string;
  /** One sentence with {placeholders}: why, on this machine or in this file. */
  readonly why: string;
  /** Commands that mend it, with {placeholders}; each must parse through the CLI. */
  readonly mend: readonly string[];
  /** Help topic to read on. */
  readonly topic: string;
  /** Whether running the same thing again can succeed. */
  readonly retryable?: boolean;
};

const rows = {
  'input-missing': { exit: 3, what: 'There is no file at {path}.', why: '{why}', mend: ['framewright help formats'], topic: 'formats' },
  'input-unreadable': { exit: 3, what: '{path} cannot be read.', why: '{why}', mend: ['framewright doctor'], topic: 'troubleshooting' },
  'input-empty': { exit: 3, what: '{path} is empty.', why: 'It has 0 bytes; the copy or download did not finish.', mend: ['framewright help troubleshooting'], topic: 'troubleshooting' },
  'input-not-media': { exit: 3, what: '{path} is not a video that can be read.', why: '{why}', mend: ['framewright help formats'], topic: 'formats' },
  'input-truncated': { exit: 3, what: '{path} ends before its index: the file is cut off.', why: '{why}', mend: ['framewright help troubleshooting'], topic: 'troubleshooting' },
  'input-no-video': { exit: 3, what: '{path} has no video.', why: '{why}', mend: ['framewright help formats'], topic: 'formats' },
  'input-timeless': { exit: 3, what: 'The pictures of {path} have no times.', why: 'By its time stamps all {frames} pictures last {seconds} s together.', mend: ['framewright {pathArgument} --interpret rate=25'], topic: 'troubleshooting' },
  'input-encrypted': { exit: 3, what: '{path} is encrypted.', why: '{why}', mend: ['framewright help troubleshooting'], topic: 'troubleshooting' },
  'input-raw': { exit: 3, what: '{path} is {format}, which FFmpeg cannot develop.', why: '{way} FrameWright takes that from there.', mend: ['framewright help formats'], topic: 'formats' },
  'input-streams': { exit: 3, what: '{path} holds more streams than any real file.', why: 'At most {most} are read.', mend: ['framewright help formats'], topic: 'formats' },
  'input-too-large': { exit: 5, what: 'The picture of {path} is {width}×{height}, too large for this machine.', why: 'One frame takes {frame}; the least that work needs is {needed}, and this machine has {memory}.', mend: ['framewright help gpu-memory'], topic: 'gpu-memory' },
  'input-parts': { exit: 3, what: '{path} does not belong to the files before it.', why: '{why}', mend: ['framewright {pathArgument} --interpret parts=single'], topic: 'formats' },
  'input-gaps': { exit: 3, what: 'The picture sequence {path} has gaps: {missing}.', why: '{count} of the numbers from {first} to {last} have no file.', mend: ['framewright {pathArgument} --interpret gaps=hold', 'framewright {pathArgument} --interpret gaps=close'], topic: 'formats' },
  'input-mixed': { exit: 3, what: 'The pictures of {path} are not all alike.', why: '{why}', mend: ['framewright help formats'], topic: 'formats' },
  'input-codec': { exit: 3, what: 'The video in {path} is {codec}, which cannot be decoded here.', why: '{why}', mend: ['framewright help formats'], topic: 'formats' },
  'input-undecodable': { exit: 3, what: 'No frame of {path} could be decoded.', why: '{why}', mend: ['framewright help troubleshooting'], topic: 'troubleshooting' },
  'input-changed': { exit: 7, what: '{path} is no longer the file that this job was planned for.', why: '{why}', mend: ['framewright {pathArgument}'], topic: 'troubleshooting' },
  'range-empty': { exit: 2, what: 'The range from {in} to {out} holds no frame or sample.', why: 'The range is half-open: its end is the first moment left out.', mend: ['framewright analyze {pathArgument}'], topic: 'getting-started' },
  'range-outside': { exit: 2, what: 'The range from {in} to {out} lies outside the clip.', why: 'The clip has {extent}, {duration}.', mend: ['framewright analyze {pathArgument}'], topic: 'getting-started' },
  'unknown-name': { exit: 2, what: 'There is no {kind} called "{name}".', why: 'Known: {known}. Nearest: {nearest}.', mend: ['framewright help presets'], topic: 'presets' },
  'sound-only': { exit: 2, what: '{path} holds sound only, and the delivery "{name}" is for pictures.', why: 'Deliveries of sound: {known}. Without one it stays the kind that it is.', mend: ['framewright {pathArgument}', 'framewright {pathArgument} --delivery flac'], topic: 'formats' },
  'bad-value': { exit: 2, what: '"{value}" is not a value for {key}.', why: '{why}', mend: ['framewright help presets'], topic: 'presets' },
  'bad-config': { exit: 2, what: 'The preset file {path} cannot be used.', why: '{why}', mend: ['framewright help presets'], topic: 'presets' },
  'usage': { exit: 2, what: '{what}', why: '{why}', mend: ['framewright --help'], topic: 'getting-started' },
  'illegal-delivery': { exit: 2, what: '{codec} cannot be put into {container}.', why: '{why}', mend: ['framewright help formats'], topic: 'formats' },
  'size-too-small': { exit: 2, what: 'The result cannot be made to {asked}.', why: '{why} The least for the whole file is about {least}.', mend: ['framewright {pathArgument} --size {leastArgument}'], topic: 'formats' },
  'output-exists': { exit: 4, what: '{path} already exists.', why: 'Nothing is ever overwritten unasked.', mend: ['framewright {pathArgument} --overwrite', 'framewright {pathArgument} --output {other}'], topic: 'troubleshooting' },
  'output-is-source': { exit: 4, what: 'The result would replace the source {path}.', why: 'The source is never touched.', mend: ['framewright {pathArgument} --output {other}'], topic: 'troubleshooting' },
  'output-unwritable': { exit: 4, what: 'Nothing can be written to {path}.', why: '{why}', mend: ['framewright {pathArgument} --output {other}'], topic: 'troubleshooting' },
  'timeline-unwritable': { exit: 4, what: 'The new timeline cannot be written to {path}.', why: 'It lies beside the old one, and you may not write there. Copy the timeline into a folder of yours, and name the folder of its files.', mend: ['framewright timeline {other} --media {folder}'], topic: 'timelines' },
  'disk-full': { exit: 4, what: 'The disk of {path} is full.', why: '{needed} are needed, {free} are free. What was finished is kept.', mend: ['framewright resume {job}'], topic: 'troubleshooting', retryable: true },
  'disk-too-small': { exit: 4, what: 'The disk of {path} has too little space.', why: 'The plan needs {needed}; {free} are free.', mend: ['framewright {pathArgument} --output {other}'], topic: 'troubleshooting' },
  'out-of-memory': { exit: 5, what: '{title} ran out of memory.', why: '{why}', mend: ['framewright {pathArgument} --tile 256', 'framewright {pathArgument} --quality fast'], topic: 'gpu-memory' },
  'device-missing': { exit: 5, what: 'There is no device "{name}" that works here.', why: '{why}', mend: ['framewright doctor'], topic: 'hardware' },
  'model-missing': { exit: 5, what: 'The model {model} is not on this machine.', why: '{why}', mend: ['framewright doctor'], topic: 'hardware' },
  'model-damaged': { exit: 5, what: 'The model file {model} is damaged.', why: 'Its SHA-256 is {found}, not {expected}.', mend: ['framewright doctor'], topic: 'troubleshooting' },
  'step-failed': { exit: 6, what: '{title} failed at frame {frame}.', why: '{why}', mend: ['framewright resume {job}'], topic: 'troubleshooting', retryable: true },
  'verify-failed': { exit: 6, what: 'The result did not pass its check and was not delivered.', why: '{why}', mend: ['framewright resume {job}'], topic: 'troubleshooting', retryable: true },
  'analysis-contradicted': { exit: 6, what: 'The full analysis contradicts the first look that chose {step}.', why: 'First look: {glance}. All frames: {survey}.', mend: ['framewright {pathArgument} --interpret {override}'], topic: 'troubleshooting' },
  'worker-died': { exit: 6, what: 'The worker process ended unexpectedly.', why: '{why}', mend: ['framewright resume {job}'], topic: 'troubleshooting', retryable: true },
  'job-missing': { exit: 7, what: 'There is no job {job}.', why: '{why}', mend: ['framewright jobs'], topic: 'troubleshooting' },
  'job-state': { exit: 7, what: 'Job {job} is {state}; it cannot be {action}.', why: '{why}', mend: ['framewright jobs show {job}'], topic: 'troubleshooting' },
  'no-picture': { exit: 7, what: 'There is no picture of {path}.', why: 'It holds sound alone.', mend: ['framewright jobs show {job}'], topic: 'formats' },
  'picture-gone': { exit: 7, what: 'The picture is no longer kept.', why: 'Previews and thumbnails are let go of, oldest first, when they take more room than the settings allow.', mend: ['framewright doctor'], topic: 'troubleshooting', retryable: true },
  'host-failed': { exit: 6, what: '{host} could not do this: {what}.', why: '{why}', mend: ['framewright help editors'], topic: 'editors' },
  'host-silent': { exit: 6, what: '{host} did not answer for {seconds} s.', why: 'It may be busy or show a dialog. Nothing was taken for done that was not read back.', mend: ['framewright help editors'], topic: 'editors', retryable: true },
  'host-cannot': { exit: 2, what: '{host} offers no way to do this: {what}.', why: '{why}', mend: ['framewright help editors'], topic: 'editors' },
  'order-unanswered': { exit: 7, what: 'The order for "{name}" was noted in this project, but the daemon never answered it.', why: 'Projects come from other people, too, so nothing in one starts work by itself: send it again if it is yours.', mend: ['framewright help editors'], topic: 'editors', retryable: true },
  'nothing-selected': { exit: 2, what: 'Nothing was restored: {what}.', why: '{why}', mend: ['framewright help editors'], topic: 'editors' },
  'clip-gone': { exit: 7, what: 'The clip "{name}" is no longer in the sequence.', why: 'It was removed or replaced since it was sent.', mend: ['framewright help editors'], topic: 'editors' },
  'timeline-unreadable': { exit: 3, what: '{path} is not a timeline that can be read.', why: '{why}', mend: ['framewright help timelines'], topic: 'timelines' },
  'install-unsupported': { exit: 5, what: 'FrameWright cannot be installed on {system}.', why: '{why}', mend: ['framewright doctor'], topic: 'installing' },
  'install-blocked': { exit: 4, what: '{path} is in the way.', why: '{why}', mend: ['framewright install --dry-run', 'framewright install --force'], topic: 'installing' },
  'install-failed': { exit: 4, what: 'It stopped at this step: {what}.', why: '{why} What was done until then is known, so the same command goes on from there.', mend: ['framewright status', 'framewright install'], topic: 'installing' },
  'install-running': { exit: 7, what: 'FrameWright is being installed or removed already.', why: 'Process {pid} does it; try again when it has ended. If that is another program, delete {path}.', mend: ['framewright status'], topic: 'installing', retryable: true },
  'login-missing': { exit: 5, what: 'The daemon cannot be started at login here.', why: '{why} It is started when something needs it, so nothing else is missing.', mend: ['framewright install', 'framewright uninstall --service'], topic: 'installing' },
  'editor-missing': { exit: 5, what: 'The panel for {editor} cannot be installed.', why: '{why}', mend: ['framewright install --dry-run'], topic: 'installing' },
  'no-panel': { exit: 7, what: 'No panel of {host} is connected.', why: '{why}', mend: ['framewright help editors'], topic: 'editors', retryable: true },
  'unauthorised': { exit: 7, what: 'The daemon does not know this client.', why: '{why}', mend: ['framewright daemon status'], topic: 'security' },
  'forbidden': { exit: 7, what: 'The daemon refuses this request.', why: '{why}', mend: ['framewright daemon status'], topic: 'security' },
  'too-many': { exit: 7, what: 'There are too many requests.', why: '{why}', mend: ['framewright daemon status'], topic: 'security', retryable: true },
  'message-malformed': { exit: 2, what: 'The daemon cannot read this message.', why: '{why}', mend: ['framewright help daemon'], topic: 'daemon' },
  'message-too-large': { exit: 2, what: 'The message is too large.', why: 'At most {most} bytes are taken.', mend: ['framewright help daemon'], topic: 'daemon' },
  'port-taken': { exit: 5, what: 'Port {port} is taken.', why: 'Another program listens there.', mend: ['framewright daemon status'], topic: 'daemon', retryable: true },
  'unknown-operation': { exit: 2, what: 'There is no operation "{name}".', why: 'Nearest: {nearest}.', mend: ['framewright --help'], topic: 'daemon' },
  'daemon-gone': { exit: 7, what: 'The daemon cannot be reached.', why: '{why}', mend: ['framewright daemon start', 'framewright daemon status'], topic: 'daemon', retryable: true },
  'daemon-failed': { exit: 5, what: 'The daemon could not be started.', why: '{why}', mend: ['framewright daemon logs', 'framewright doctor'], topic: 'daemon' },
  'daemon-version': { exit: 7, what: 'The daemon is FrameWright {found}; this is {version}.', why: '{why}', mend: ['framewright daemon stop', 'framewright daemon status'], topic: 'daemon', retryable: true },
  'path-refused': { exit: 3, what: '{path} is not a file that FrameWright opens.', why: '{why}', mend: ['framewright help security'], topic: 'security' },
  'watch-missing': { exit: 7, what: 'There is no watch folder {watch}.', why: 'It was removed, or never existed.', mend: ['framewright watch list'], topic: 'daemon' },
  'batch-missing': { exit: 7, what: 'There is no batch {batch}.', why: 'It was removed, or never existed.', mend: ['framewright jobs'], topic: 'daemon' },
  'store-locked': { exit: 7, what: 'Another FrameWright (process {pid}) is using the job store.', why: 'One process owns it at a time.', mend: ['framewright jobs'], topic: 'troubleshooting', retryable: true },
  'home-unwritable': { exit: 5, what: 'The data folder {path} cannot be written.', why: '{why} FRAMEWRIGHT_HOME may name another folder.', mend: ['framewright doctor'], topic: 'troubleshooting' },
  'cancelled': { exit: 130, what: 'Cancelled.', why: 'What was finished is kept.', mend: ['framewright resume {job}'], topic: 'troubleshooting' },
  'internal': { exit: 70, what: 'FrameWright has a fault: {what}', why: '{why}', mend: ['framewright doctor'], topic: 'troubleshooting' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof rows;
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorRow>> = rows;

/** What crosses a process: the code and the values for its placeholders. */
export type ErrorData = { readonly code: ErrorCode; readonly values: Readonly<Record<string, string | number>> };

/** A catalogued failure. `message` is the filled-in first sentence and reason; `cause` keeps the original. */
export class FrameWrightError extends Error {
  override readonly name = 'FrameWrightError';
  readonly code: ErrorCode;
  readonly values: Readonly<Record<string, string | number>>;
  constructor(code: ErrorCode, values: Readonly<Record<string, string | number>> = {}, options: { cause?: unknown } = {}) {
    super(`${fill(rows[code].what, values)} ${fill(rows[code].why, values)}`.trim(), options);
    this.code = code;
    this.values = values;
  }
  get row(): ErrorRow { return rows[this.code]; }
  toData(): ErrorData { return { code: this.code, values: this.values }; }
}

/** Of what was written down or came from elsewhere: a code of another version keeps its name. */
export function errorFrom({ code, values }: { readonly code: string; readonly values: ErrorData['values'] }): FrameWrightError {
  if (Object.hasOwn(rows, code)) return new FrameWrightError(code as ErrorCode, values);
  return new FrameWrightError('internal', { what: `it failed with "${code}".`, why: 'This version does not know that error.' });
}

/** Any thrown thing as a catalogued error; what is not one already becomes `internal`, with its stack kept as `cause`. */
export function toFrameWrightError(thrown: unknown): FrameWrightError {
  if (thrown instanceof FrameWrightError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new FrameWrightError('internal', { what: message, why: 'This should not happen; please report it with the output of doctor.' }, { cause: thrown });
}

/** Puts values into a sentence's {placeholders}; one without a value stays visible, so a test finds it. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
