// The commands, in the order of the help. The first one is what a bare file name means.
import type { Command } from '../command.ts';
import { analyze } from './analyze.ts';
import { dashboard, pair, settings, watch } from './around.ts';
import { batch } from './batch.ts';
import { compare } from './compare.ts';
import { daemon } from './daemon.ts';
import { help } from './help.ts';
import { install, status, uninstall } from './install.ts';
import { attach, cancel, jobs, pause, remove, resume, retry } from './jobs.ts';
import { benchmark, doctor } from './machine.ts';
import { openLink, panel } from './panel.ts';
import { plan } from './plan.ts';
import { preview } from './preview.ts';
import { report } from './report.ts';
import { restore } from './restore.ts';
import { sample } from './sample.ts';
import { timeline } from './timeline.ts';
import { wizard } from './wizard.ts';

export const commands: readonly Command[] = [restore, wizard, plan, analyze, preview, compare, jobs, attach, pause, resume, retry, cancel, remove, report, batch, timeline, watch, dashboard, pair, panel, openLink, daemon, settings, install, uninstall, status, benchmark, doctor, sample, help];
