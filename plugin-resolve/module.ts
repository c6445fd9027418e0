// Resolve's own module, which the installer copies from Resolve's developer folder.
import type { Resolve, WorkflowIntegration } from './resolve-api.ts';

export const pluginId = 'org.framewright.panel', moduleName = 'WorkflowIntegration.node';
/** After which Resolve gives up a call by itself, s: the plain calls of older versions would stop the panel for as long as they take. */
const apiTimeout = 15;

export type Opened = { readonly module: WorkflowIntegration; readonly resolve: Resolve };

/** `load` brings the module. @throws Error with what a user can do about it. */
export async function openModule(load: () => unknown): Promise<Opened> {
  let module: WorkflowIntegration;
  try {
    module = load() as WorkflowIntegration;
  } catch (error) {
    throw new Error(`Resolve's module ${moduleName} cannot be loaded: ${(error as Error).message}\n\nIt belongs to Resolve Studio and is copied from its developer folder. Run "framewright install --resolve" again, also after every update of Resolve.`, { cause: error });
  }
  const ready = await (module.InitializePromise ? module.InitializePromise(pluginId) : module.Initialize(pluginId));
  if (!ready) throw new Error('Resolve did not let the panel in. Workflow Integrations need DaVinci Resolve Studio; close the panel and open it again from Workspace > Workflow Integrations.');
  await module.SetAPITimeout(apiTimeout);
  const resolve = await (module.GetResolvePromise ? module.GetResolvePromise() : module.GetResolve());
  if (typeof resolve !== 'object' || resolve === null) throw new Error('Resolve gave the panel nothing to work with. Open a project and start the panel again.');
  return { module, resolve };
}
