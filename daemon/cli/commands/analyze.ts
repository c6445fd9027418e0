// `framewright analyze`: what a file is and what it shows, with the evidence.
import { showsPicture, type Analysis, type AudioFacts, type Content } from '../../../shared/analysis.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { AnyMedia, VideoStream } from '../../../shared/media.ts';
import { formatRatio, toNumber } from '../../../shared/time.ts';
import type { Command } from '../command.ts';
import { oneFile } from '../files.ts';
import { table } from '../output.ts';
import { bytes, duration } from '../../../shared/words.ts';
import { wishFrom } from '../wish.ts';

export const analyze: Command = {
  name: 'analyze', takes: 'path', usage: 'framewright analyze <file> [--depth survey]', says: 'shows what a file is and what it needs', options: ['depth', 'interpret', 'json'],
  async run(context) {
    const { client, output, args } = context;
    const depth = args.text('depth') ?? 'glance';
    if (depth !== 'glance' && depth !== 'survey') throw new FrameWrightError('bad-value', { key: '--depth', value: depth, why: 'Known: glance, survey.' });
    const found = await client.analyze({ path: oneFile(context), depth, interpretation: wishFrom(args).interpretation });
    output.data(found);
    const sections = { 'The file': fileRows(found.media), 'The picture': showsPicture(found.analysis) ? pictureRows(found.analysis) : [], 'The sound': found.analysis.audio.flatMap(soundRows) };
    for (const [heading, rows] of Object.entries(sections)) {
      if (!rows.length) continue;
      output.line(output.paint('bold', heading));
      for (const line of table(rows)) output.line(line);
      output.line();
    }
    for (const notice of [...found.media.notices, ...found.analysis.notices]) output.line(`  ${notice}`);
    return 0;
  },
};

function fileRows(media: AnyMedia): string[][] {
  return [
    ['container', `${media.container}, ${bytes(media.fingerprint.size)}, ${duration(media.durationSeconds)}`],
    ...(media.video === null ? [] : videoRows(media.video)),
    ...media.audio.map((track) => ['audio', `${track.codec}, ${track.sampleRate} Hz, ${track.layout}${track.language ? `, ${track.language}` : ''}`]),
    ...media.subtitles.map((track) => ['subtitles', `${track.codec}${track.language ? `, ${track.language}` : ''}`]),
    ...(media.chapters.length ? [['chapters', String(media.chapters.length)]] : []), ...(media.attachments.length ? [['attachments', String(media.attachments.length)]] : []),
    ...media.changes.map((change) => [`frame ${change.frame}`, `${change.what} changes from ${change.from} to ${change.to}`]),
  ];
}

function videoRows(video: VideoStream): string[][] {
  const { shape } = video;
  const tags = [shape.colour.matrix, shape.colour.primaries, shape.colour.transfer, shape.colour.range, `chroma ${shape.colour.chromaPosition}`].join(', ');
  return [
    ['video', `${video.codec}${video.profile ? ` ${video.profile}` : ''}, ${shape.width}×${shape.height}, pixel shape ${formatRatio(shape.sar)}, ${shape.pixel.name}${video.mirrored ? ', mirrored' : ''}${video.rotation ? `, turned ${video.rotation}°` : ''}`],
    ['frames', `${shape.frames}, ${toNumber(video.rate.average).toFixed(3)} per second${video.rate.constant ? '' : ' on average (variable)'}`],
    ['colour', tags], ...(video.timecode ? [['timecode', video.timecode]] : []),
  ];
}

function pictureRows(analysis: Analysis): string[][] {
  return [
    ['looked at', `${analysis.measuredFrames} frames (${analysis.depth})`],
    ...contentRows(analysis.content),
    ['interlacing', `${analysis.interlacing.verdict}, ${Math.round(analysis.interlacing.confidence * 100)} % sure`],
    ...analysis.interlacing.evidence.map((one) => ['', `${one.from}: ${one.says}`]), ...scanRows(analysis),
    ['noise', `σ ${analysis.noise.luma.toFixed(1)} on luma, ${analysis.noise.chroma.toFixed(1)} on colour (8-bit values)`],
    ['blocking', analysis.blockiness.toFixed(2)], ['blur', analysis.blur.toFixed(2)], ['banding', `${Math.round(analysis.banding * 100)} % of smooth areas`],
    ['bars', analysis.bars ? `picture is ${analysis.bars.width}×${analysis.bars.height} at ${analysis.bars.left},${analysis.bars.top}` : analysis.barScenes.length ? 'not in every scene' : 'none'],
    ...(analysis.barScenes.length > 1 ? analysis.barScenes.slice(0, 12).map(({ first, count, picture }) => ['', `frames ${first} to ${first + count - 1}: ${picture.width}×${picture.height} at ${picture.left},${picture.top}`]) : []),
    ['brightness', `${analysis.luma.toFixed(0)}${analysis.greyscale ? ', black and white' : `, saturation ${analysis.saturation.toFixed(0)}`}`],
    ['motion', analysis.motion.toFixed(1)], ['cuts', String(analysis.cutCount)],
    ...analysis.worst.map((moment) => [`frame ${moment.frame}`, moment.why]),
  ];
}

/** How many stretches of one thing are shown. */
const FEW = 12;

/** Stretches of different scanning, copies and gaps; a glance gives no stretches, only a cadence. */
function scanRows({ depth, interlacing: { runs }, duplicates, dropped }: Analysis): string[][] {
  const more = (count: number, shown: number): string => (count > shown ? `, and ${count - shown} more` : '');
  const stretches = depth === 'glance' ? [] : runs.slice(0, FEW).map(({ first, count, scan, order, cadence }) => {
    const how = cadence ? `, a cycle of ${cadence.cycle} (${cadence.matches}${cadence.drop.length ? `, without ${cadence.drop.join(', ')}` : ''})` : '';
    return ['', `frames ${first} to ${first + count - 1}: ${scan}${order ? `, ${order === 'tff' ? 'top' : 'bottom'} field first` : ''}${how}`];
  });
  const regular = duplicates.pattern ? `, ${duplicates.pattern.pictures} new ${duplicates.pattern.pictures === 1 ? 'picture' : 'pictures'} in ${duplicates.pattern.cycle} frames` : duplicates.runCount ? ', without a pattern' : '';
  const held = [...duplicates.runs].filter(({ count }) => count > 1).slice(0, FEW).map(({ first, count }) => `${count} from frame ${first}`);
  const gaps = dropped.gaps.slice(0, FEW).map(({ frame, missing, from }) => `${missing} before frame ${frame}${from === 'motion' ? ' (movement jumps)' : ''}`);
  return [
    ...stretches, ...(runs.length > FEW && depth === 'survey' ? [['', `and ${runs.length - FEW} more stretches`]] : []),
    ['copies', duplicates.runCount ? `${Number((duplicates.share * 100).toFixed(1))} % of frames repeat the one before${regular}` : 'none'], ...(held.length ? [['', `longest: ${held.join(', ')}`]] : []),
    ['missing', dropped.frames ? `${dropped.frames} ${dropped.frames === 1 ? 'frame' : 'frames'}: ${gaps.join(', ')}${more(dropped.gapCount, gaps.length)}` : 'none found'],
  ];
}

function contentRows({ kind, probabilities, doubt, evidence, faces, facesWhy, flicker, lowLight }: Content): string[][] {
  const share = (value: number): string => `${Number((value * 100).toFixed(1))} %`;
  const others = Object.entries(probabilities).filter(([name, value]) => name !== kind && value >= 0.05).sort((a, b) => b[1] - a[1]).map(([name, value]) => `${name} ${share(value)}`);
  return [
    ['footage', `${kind}, ${share(probabilities[kind])} sure${others.length ? ` (${others.join(', ')})` : ''}${doubt === null ? '' : '; in doubt, so it decides nothing'}`],
    ...evidence.slice(0, 4).map((one) => ['', `${one.from}: ${one.says}`]),
    ['faces', faces ? `in ${share(faces.share)} of the samples` : facesWhy ?? 'not looked for'],
    ['flicker', `${share(flicker.share)} of brightness${flicker.worst > flicker.share ? `, ${share(flicker.worst)} in the shot at frame ${flicker.first}` : ''}`],
    ['darkness', `half of the picture below ${lowLight.median.toFixed(0)}, nearly all below ${lowLight.highlights.toFixed(0)} of 255`],
  ];
}

function soundRows(facts: AudioFacts): string[][] {
  const number = (value: number | null, unit: string): string => (value === null ? '–' : `${value.toFixed(1)} ${unit}`);
  return [[`track ${facts.stream}`, `${number(facts.integrated, 'LUFS')}, range ${number(facts.range, 'LU')}, peak ${number(facts.truePeak, 'dBTP')}, noise floor ${number(facts.noiseFloor, 'dBFS')}`],
    ['', `${facts.clipped > 0 ? `${(facts.clipped * 100).toFixed(3)} % clipped` : 'not clipped'}, ${facts.hum ? `hum at ${facts.hum.hertz} Hz (${facts.hum.db.toFixed(0)} dB)` : 'no hum'}`]];
}
