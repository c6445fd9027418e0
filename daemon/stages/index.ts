// Every stage there is, in the order in which they are applied. A stage is added here and nowhere else.
import type { AudioStage, Stage } from './stage.ts';
import { crop } from './video/crop.ts';
import { deband } from './video/deband.ts';
import { deblock } from './video/deblock.ts';
import { deinterlace } from './video/deinterlace.ts';
import { deflicker } from './video/deflicker.ts';
import { dejudder } from './video/dejudder.ts';
import { denoise } from './video/denoise.ts';
import { fit } from './video/fit.ts';
import { inverseTelecine } from './video/inverse-telecine.ts';
import { lowLight } from './video/low-light.ts';
import { resize } from './video/resize.ts';
import { sharpen } from './video/sharpen.ts';
import { upscale } from './video/upscale.ts';
import { declip } from './audio/declip.ts';
import { denoiseAudio } from './audio/denoise-audio.ts';
import { hum } from './audio/hum.ts';
import { loudness } from './audio/loudness.ts';

/** Fields become frames first; blocks lie on the source's grid, so they go before anything cuts, blurs or scales it; what is cropped is not worked on; filters along time want even light; only clean shadows are lifted; sharpening sees the final size and not the bars around it. */
export const videoStages: readonly Stage[] = [inverseTelecine, deinterlace, deblock, crop, deflicker, denoise, lowLight, deband, upscale, resize, sharpen, fit, dejudder];

/** Clipping is repaired while its flat tops are flat; loudness last, so that it is what was asked for. */
export const audioStages: readonly AudioStage[] = [declip, hum, denoiseAudio, loudness];
