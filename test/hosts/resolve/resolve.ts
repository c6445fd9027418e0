// The simulated DaVinci Resolve: its root object and its Workflow Integration module.
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { Project, Resolve, WorkflowIntegration } from '../../../plugin-resolve/resolve-api.ts';
import { createFaces, type Faces } from './faces.ts';
import { isSince, type Sequence, type Studio } from './model.ts';
import { poolFace } from './pool-face.ts';
import { timelineFace } from './timeline-face.ts';

const versionText: Record<Studio['version'], string> = { 18.5: '18.5.1.6', 20.1: '20.1.0.20', '21.0.4': '21.0.4.5', 21.1: '21.1.0.14' };

/** `render` writes what a render job makes; without it jobs fail. */
export type Rendering = (path: string, marks: { readonly in: number; readonly out: number }) => Promise<void>;

function projectFace(studio: Studio, faces: Faces, events: EventEmitter, render: Rendering | undefined): Project {
  const timeline = (sequence: Sequence | null | undefined) => (sequence ? timelineFace(studio, faces, sequence) : null);
  return faces.wrap<Project>('Project', studio, {
    GetName: () => 'Harbour', GetUniqueId: () => studio.projectId, GetMediaPool: () => poolFace(studio, faces), GetSetting: () => '',
    GetTimelineCount: () => studio.sequences.length, GetTimelineByIndex: (index) => timeline(studio.sequences[index - 1]),
    GetCurrentTimeline: () => timeline(studio.current), SetCurrentTimeline: (face) => { studio.current = faces.unwrap<Sequence>(face); return true; },
    GetCurrentRenderFormatAndCodec: () => ({ ...studio.renderFormat }), SetCurrentRenderFormatAndCodec: (format, codec) => { studio.renderFormat = { format, codec }; return true; },
    GetRenderCodecs: () => ({ 'Apple ProRes 422 HQ': 'ProRes422HQ', 'Apple ProRes 422': 'ProRes422' }),
    SetRenderSettings: (settings) => { studio.renderSettings = { ...studio.renderSettings, ...settings }; return true; },
    AddRenderJob: () => {
      const id = randomUUID();
      studio.renders.set(id, { folder: String(studio.renderSettings.TargetDir), name: `${String(studio.renderSettings.CustomName)}.${studio.renderFormat.format}`, state: 'Ready' });
      return id;
    },
    DeleteRenderJob: (id) => studio.renders.delete(id), StopRendering: () => null,
    StartRendering: (ids) => {
      for (const id of ids) void run(id);
      return true;
    },
    GetRenderJobStatus: (id) => { const state = studio.renders.get(id)?.state; return { JobStatus: state, CompletionPercentage: state === 'Complete' ? 100 : 10 }; },
    GetRenderJobList: () => [...studio.renders].map(([JobId, { folder, name }]) => ({ JobId, TargetDir: folder, OutputFilename: name })),
    IsRenderingInProgress: () => [...studio.renders.values()].some(({ state }) => state === 'Rendering'),
  });
  async function run(id: string): Promise<void> {
    const job = studio.renders.get(id)!;
    job.state = 'Rendering';
    events.emit('RenderStart');
    try {
      if (!render) throw new Error('nothing renders here');
      await render(join(job.folder, job.name), { in: Number(studio.renderSettings.MarkIn), out: Number(studio.renderSettings.MarkOut) });
      job.state = 'Complete';
    } catch {
      job.state = 'Failed';
    }
    events.emit('RenderStop');
  }
}

export type Simulated = { readonly studio: Studio; readonly resolve: Resolve; readonly module: WorkflowIntegration; /** What Resolve tells its plugins. */ readonly events: EventEmitter };

/** Has promise variants since 20.1; whether its objects answer by promises is `studio.promises`. */
export function simulate(studio: Studio, render?: Rendering): Simulated {
  const faces = createFaces(studio), events = new EventEmitter();
  const resolve = faces.wrap<Resolve>('Resolve', studio, {
    GetProjectManager: () => faces.wrap('ProjectManager', studio, { GetCurrentProject: () => projectFace(studio, faces, events, render) }),
    GetCurrentPage: () => studio.page, OpenPage: (page) => { studio.page = page; return true; }, GetProductName: () => 'DaVinci Resolve Studio', GetVersionString: () => versionText[studio.version],
  });
  const promised = isSince(studio.version, '20.1');
  const module: WorkflowIntegration = {
    Initialize: () => true, GetResolve: () => resolve, CleanUp: () => true, SetAPITimeout: () => true,
    RegisterCallback: (event, hear) => { events.on(event, hear); return true; }, DeregisterCallback: (event) => { events.removeAllListeners(event); return true; },
    ...(promised ? { InitializePromise: async () => true, GetResolvePromise: async () => resolve } : {}),
  };
  return { studio, resolve, module, events };
}
