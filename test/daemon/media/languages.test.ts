import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { heldLanguage, toldLanguage } from '../../../daemon/media/languages.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { verifyFile } from '../../../daemon/quality/verify.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { restoreWhole } from '../quality/whole.ts';
import { readAll } from './rich.ts';

let folder: string, source: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-languages-'));
  source = join(folder, 'talk.mkv');
  const sine = { source: 'sine=sample_rate=48000', codec: 'aac' };
  await makeClip(source, { video: 'testsrc2=size=64x48:rate=25', frames: 6, audio: [{ ...sine, language: 'de-CH' }, { ...sine, language: 'zh-Hant' }, { ...sine, language: 'eng' }, { ...sine, language: 'Mundart!' }] });
});

describe('the languages of tracks', () => {
  it.each([['mkv', ['de-CH', 'zh-Hant', 'eng', 'Mundart!'], ['ger', 'chi', 'eng', 'Mundart!']], ['mp4', ['de-CH', 'zh-Hant', 'eng', 'und'], ['deu', 'zho', 'eng', 'und']], ['mov', ['de-CH', 'zh-Hant', 'eng', 'und'], ['deu', 'zho', 'eng', 'und']]] as const)('are whole in %s, and told to older readers in three letters', async (container, whole, letters) => {
    const made = await restoreWhole(source, { scale: '1', container, stages: { denoise: { strength: 'off' } } });
    expect(await verifyFile(made)).toEqual({ differences: [], words: [] });
    expect((await probe(made.path, { home: made.home })).media.audio.map(({ language }) => language ?? 'und')).toEqual(whole);
    expect((await readAll(made.path)).tracks.slice(1).map(({ metadata }) => metadata['language'] ?? 'und')).toEqual(letters);
    expect(made.plan.notices.join(' ').includes('4 (Mundart!)')).toBe(container !== 'mkv');
  });

  it('go on from a file that says them in both ways', async () => {
    const once = await restoreWhole(source, { scale: '1', container: 'mp4', stages: { denoise: { strength: 'off' } } }), twice = await restoreWhole(once.path, { scale: '1', container: 'mkv', stages: { denoise: { strength: 'off' } } });
    expect(await verifyFile(twice)).toEqual({ differences: [], words: [] });
    expect((await readFile(twice.path)).includes('de-CH')).toBe(true);
    expect((await probe(twice.path, { home: twice.home })).media.audio.map(({ language }) => language ?? 'und')).toEqual(['de-CH', 'zh-Hant', 'eng', 'und']);
  });

  it('are told to muxers as each knows them', () => {
    expect([heldLanguage('mp4', 'en'), heldLanguage('mp4', 'not one'), heldLanguage('mkv', 'not one'), heldLanguage('mxf', 'eng'), heldLanguage('mov', null)]).toEqual(['en', null, 'not one', null, null]);
    expect([toldLanguage('mp4', 'pt-BR'), toldLanguage('mp4', 'gsw'), toldLanguage('mp4', 'xx-YY'), toldLanguage('mkv', 'nl')]).toEqual(['por', 'gsw', 'und', 'dut------']);
  });
});
