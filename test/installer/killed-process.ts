// Installs or uninstalls a stand-in step by step: says the number of every change before it makes it, and waits for a word.
import { once } from 'node:events';
import { all, allAway, newStage } from './support.ts';

const [folder, what, version] = process.argv.slice(2);
const installer = newStage(folder).installer(version, { daemonRuns: version !== '1.0.0' }), changes = what === 'install' ? await installer.installChanges(all) : await installer.uninstallChanges(allAway);
for (const [number, change] of changes.entries()) {
  process.send!(number);
  await once(process, 'message');
  await installer.make([change], () => undefined);
}
process.disconnect!();
