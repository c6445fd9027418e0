// Every task of the worker. A task's modules are loaded when it is first asked for.
import type { TaskTable } from '../contract.ts';

export const tasks: Required<TaskTable> = {
  probe: async () => (await import('./probe.ts')).probeTask,
  analyze: async () => (await import('./analyze.ts')).analyzeTask,
  plan: async () => (await import('./plan.ts')).planTask,
  survey: async () => (await import('./survey.ts')).surveyTask,
  replan: async () => (await import('./replan.ts')).replanTask,
  run: async () => (await import('./run.ts')).runTask,
  hash: async () => (await import('./hash.ts')).hashTask,
  deliver: async () => (await import('./deliver.ts')).deliverTask,
  preview: async () => (await import('./preview.ts')).previewTask,
  picture: async () => (await import('./picture.ts')).pictureTask,
  previewFrame: async () => (await import('./preview-frame.ts')).previewFrameTask,
  frame: async () => (await import('./frames.ts')).frameTask,
  thumbnails: async () => (await import('./frames.ts')).thumbnailsTask,
  resultFrame: async () => (await import('./result-frame.ts')).resultFrameTask,
  sheet: async () => (await import('./sheet.ts')).sheetTask,
  moments: async () => (await import('./moments.ts')).momentsTask,
  hardware: async () => (await import('./hardware.ts')).hardwareTask,
  doctor: async () => (await import('./doctor.ts')).doctorTask,
};
