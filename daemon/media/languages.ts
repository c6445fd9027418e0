// Languages of tracks: tags as people write them (BCP 47: `de-CH`, `zh-Hant`), and the three letters (ISO 639-2) that containers knew first.
import type { AnyContainer } from '../../shared/container.ts';
import type { AnyMedia } from '../../shared/media.ts';
import { containerTraits } from './containers.ts';
import { readIsoLanguages } from './languages-iso.ts';
import { readMatroskaLanguages, roomFor } from './languages-matroska.ts';
import type { Track } from './mux-track.ts';
import type { Input } from './open.ts';

/** ISO 639-1 and its terminological ISO 639-2 codes. */
const threeOfTwo = new Map(('aa aar ab abk ae ave af afr ak aka am amh an arg ar ara as asm av ava ay aym az aze ba bak be bel bg bul bi bis bm bam bn ben bo bod br bre bs bos ca cat ce che ' +
  'ch cha co cos cr cre cs ces cu chu cv chv cy cym da dan de deu dv div dz dzo ee ewe el ell en eng eo epo es spa et est eu eus fa fas ff ful fi fin fj fij fo fao fr fra fy fry ga gle gd gla ' +
  'gl glg gn grn gu guj gv glv ha hau he heb hi hin ho hmo hr hrv ht hat hu hun hy hye hz her ia ina id ind ie ile ig ibo ii iii ik ipk io ido is isl it ita iu iku ja jpn jv jav ka kat kg kon ' +
  'ki kik kj kua kk kaz kl kal km khm kn kan ko kor kr kau ks kas ku kur kv kom kw cor ky kir la lat lb ltz lg lug li lim ln lin lo lao lt lit lu lub lv lav mg mlg mh mah mi mri mk mkd ml mal ' +
  'mn mon mr mar ms msa mt mlt my mya na nau nb nob nd nde ne nep ng ndo nl nld nn nno no nor nr nbl nv nav ny nya oc oci oj oji om orm or ori os oss pa pan pi pli pl pol ps pus pt por qu que ' +
  'rm roh rn run ro ron ru rus rw kin sa san sc srd sd snd se sme sg sag si sin sk slk sl slv sm smo sn sna so som sq sqi sr srp ss ssw st sot su sun sv swe sw swa ta tam te tel tg tgk th tha ' +
  'ti tir tk tuk tl tgl tn tsn to ton tr tur ts tso tt tat tw twi ty tah ug uig uk ukr ur urd uz uzb ve ven vi vie vo vol wa wln wo wol xh xho yi yid yo yor za zha zh zho zu zul')
  .match(/[a-z]+ [a-z]+/g)!.map((pair) => pair.split(' ') as [string, string]));
/** Matroska's older field has the bibliographic codes where there are two (RFC 9559 §12.1). */
const bibliographic: Readonly<Record<string, string>> = {
  bod: 'tib', ces: 'cze', cym: 'wel', deu: 'ger', ell: 'gre', eus: 'baq', fas: 'per', fra: 'fre', hye: 'arm', isl: 'ice', kat: 'geo', mkd: 'mac', mri: 'mao', msa: 'may', mya: 'bur', nld: 'dut', ron: 'rum', slk: 'slo', sqi: 'alb', zho: 'chi',
};

/** A language, then what tells it from its kind; never longer than anyone needs (RFC 5646 §4.4.1). */
const isTag = (language: string): boolean => language.length <= 35 && /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(language);
const isPlain = (language: string): boolean => /^[a-z]{3}$/.test(language);

/** The three letters of a tag; `und` where there are none. */
function threeLettersOf(tag: string): string {
  const primary = tag.split('-')[0]!.toLowerCase();
  return primary.length === 3 ? primary : (threeOfTwo.get(primary) ?? 'und');
}

/** What a container says of a language: all of it, or null where it has no word for it. */
export function heldLanguage(container: AnyContainer, language: string | null): string | null {
  const { languages, iso } = containerTraits[container];
  return language === null || !languages || (iso && !isTag(language)) ? null : language;
}

/** What FFmpeg's muxer is told: the three letters, in Matroska with room for the whole tag behind them. */
export function toldLanguage(container: AnyContainer, language: string): string {
  if (isPlain(language) || !isTag(language)) return language;
  const letters = threeLettersOf(language);
  return containerTraits[container].iso ? letters : roomFor(bibliographic[letters] ?? letters, language);
}

/** The tracks with the languages that `media` says, which FFmpeg knows only in part. */
export function withLanguages(tracks: readonly Track[], media: AnyMedia): Track[] {
  const streams = [...(media.video ? [media.video] : []), ...media.audio, ...media.subtitles, ...media.data];
  return tracks.map((track) => withLanguage(track, streams.find(({ index }) => index === track.source)?.language ?? null));
}

/** The same tracks as FFmpeg's muxer takes them; `mux-finish.ts` says the rest. */
export const toldTracks = (tracks: readonly Track[], container: AnyContainer): Track[] =>
  tracks.map((track) => { const { language } = track.metadata; return language === undefined ? track : withLanguage(track, toldLanguage(container, language)); });

const withLanguage = (track: Track, language: string | null): Track => (language === null ? track : { ...track, metadata: { ...track.metadata, language } });

/** Whole tags by stream, where a file says more than three letters. */
export async function languagesOf({ files, container, streams }: Pick<Input, 'files' | 'container' | 'streams'>): Promise<ReadonlyMap<number, string>> {
  const path = files[0]!.path;
  if (/matroska|webm/.test(container)) return readMatroskaLanguages(path);
  if (!/mov|mp4/.test(container)) return new Map();
  const byTrack = await readIsoLanguages(path);
  return new Map(streams.flatMap(({ id, index }) => { const tag = byTrack.get(id); return tag === undefined ? [] : [[index, tag] as const]; }));
}

/** Puts them in place of what FFmpeg read. */
export const withTag = (languages: ReadonlyMap<number, string>) => <Each extends { readonly index: number; readonly language: string | null }>(stream: Each): Each =>
  (languages.has(stream.index) ? { ...stream, language: languages.get(stream.index)! } : stream);
