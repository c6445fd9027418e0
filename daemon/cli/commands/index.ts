// The commands, in the order of the help. The first one is what a bare file name means.
import type { Command } from '../command.ts';
import { analyze } from './analyze.ts';
import { batch } from './batch.ts';
import { help } from './help.ts';
import { cancel, jobs, remove, resume } from './jobs.ts';
import { benchmark, doctor } from './machine.ts';
import { plan } from './plan.ts';
import { preview } from './preview.ts';
import { restore } from './restore.ts';
import { sample } from './sample.ts';

export const commands: readonly Command[] = [restore, plan, analyze, preview, jobs, resume, cancel, remove, batch, benchmark, doctor, sample, help];
