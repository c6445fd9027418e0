// The panel's page in Premiere's CEP: host side and page are one here, because CEP gives the page both the editor and Node.
import '../../../shared/panel/older-browsers.ts';
import { createPanelLink } from '../../../shared/panel/bridge/panel-link.ts';
import { mountPanel } from '../../../shared/panel/editor/mount.tsx';
import { createCepHost } from '../adapter.ts';
import { createDesk, noDesk, type NodeParts } from '../desk.ts';
import { folderOf, type Engine } from '../engine.ts';
import { takeKeys } from '../keys.ts';
import { lineOptions, readProgram } from '../program.ts';

type Require = <Name extends keyof NodeParts>(name: Name) => NodeParts[Name];
/** What CEP puts onto the page; `cep_node` where Node is enabled. */
type Given = { readonly __adobe_cep__: Engine; readonly cep_node?: { readonly require: Require; readonly process: NodeParts['process'] } };
const { __adobe_cep__: engine, cep_node: node } = window as unknown as Given;

const desk = node ? createDesk({ fs: node.require('fs'), path: node.require('path'), os: node.require('os'), child_process: node.require('child_process'), net: node.require('net'), process: node.process }) : noDesk;

async function begin(): Promise<void> {
  const program = await readProgram(desk, folderOf(engine, 'extension')), host = createCepHost({ engine, desk, hasProgram: program.isInstalled });
  takeKeys(engine, desk.platform);
  const link = createPanelLink(host, lineOptions(desk, program));
  addEventListener('unload', () => { void link.transport.close(); });
  mountPanel(document.getElementById('root')!, link);
}
void begin();
