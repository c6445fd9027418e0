// The plugin's manifest, and what Premiere's documentation says that one may hold.
import { z } from 'zod';
import { ports } from '../../shared/daemon.ts';
import { commandLabels, commandNames, panelId } from './commands.ts';

/** English, and other languages by their two letters, as the documentation's examples have them. */
const label = z.record(z.string().regex(/^(?:default|[a-z]{2})$/), z.string().min(1)).refine((labels) => 'default' in labels, 'A label has a default');
const size = z.strictObject({ width: z.int().positive(), height: z.int().positive() });
const icon = z.strictObject({ width: z.int().positive(), height: z.int().positive(), path: z.string().regex(/^[\w/-]+\.png$/), scale: z.array(z.union([z.literal(1), z.literal(2)])), theme: z.array(z.enum(['all', 'light', 'dark', 'darkest', 'medium', 'lightest'])), species: z.array(z.enum(['generic', 'pluginList', 'chrome'])).optional() });
const panel = z.strictObject({ type: z.literal('panel'), id: z.string().min(1), label, minimumSize: size, maximumSize: size, preferredDockedSize: size, preferredFloatingSize: size, icons: z.array(icon) });
const command = z.strictObject({ type: z.literal('command'), id: z.string().min(1), label });
/** A loopback address is permitted with its port alone; `all` stands by itself, never in a list. */
const domains = z.union([z.literal('all'), z.array(z.string().regex(/^wss?:\/\/(?:127\.0\.0\.1|localhost):\d{1,5}$/)).nonempty()]);
/** `manifest.json`, version 5. */
export const manifestSchema = z.strictObject({
  manifestVersion: z.literal(5), id: z.string().regex(/^[a-z][\w.-]+$/), name: z.string().min(3).max(45), version: z.string().regex(/^\d{1,2}\.\d{1,2}\.\d{1,2}$/), main: z.string().regex(/^[\w/-]+\.html$/),
  host: z.strictObject({ app: z.literal('premierepro'), minVersion: z.string().regex(/^\d+\.\d+\.\d+$/) }), icons: z.array(icon).nonempty(), entrypoints: z.array(z.discriminatedUnion('type', [panel, command])).nonempty(),
  requiredPermissions: z.strictObject({
    network: z.strictObject({ domains }), launchProcess: z.strictObject({ schemes: z.array(z.string().regex(/^[a-z]+$/)), extensions: z.array(z.string().regex(/^(?:\.\w+)?$/)) }),
    localFileSystem: z.enum(['plugin', 'request', 'fullAccess']).optional(), clipboard: z.enum(['read', 'readAndWrite']).optional(),
    webview: z.strictObject({ allow: z.literal('yes'), domains: z.union([z.literal('all'), z.array(z.string())]), allowLocalRendering: z.literal('yes'), enableMessageBridge: z.enum(['no', 'localOnly', 'localAndRemote']) }),
  }),
});
export type Manifest = z.infer<typeof manifestSchema>;
/** `listed`: the daemon's ports, one by one. `all`: for a Premiere that refuses those. */
export type Reach = 'listed' | 'all';

export const pluginId = 'com.framewright.premiere';
const icons = (name: string, width: number, species?: 'pluginList'): Manifest['icons'][number] => ({ width, height: width, path: `icons/${name}.png`, scale: [1, 2], theme: ['all'], ...(species ? { species: [species] } : {}) });

/** @throws ZodError when it is not one. */
export const manifestOf = (version: string, reach: Reach): Manifest => manifestSchema.parse({
  manifestVersion: 5, id: pluginId, name: 'FrameWright', version, main: 'index.html', host: { app: 'premierepro', minVersion: '25.6.0' }, icons: [icons('list', 48, 'pluginList')],
  entrypoints: [
    { type: 'panel', id: panelId, label: { default: 'FrameWright' }, minimumSize: { width: 240, height: 240 }, maximumSize: { width: 2000, height: 4000 }, preferredDockedSize: { width: 320, height: 640 }, preferredFloatingSize: { width: 400, height: 720 }, icons: [icons('panel', 23)] },
    ...commandNames.map((id) => ({ type: 'command' as const, id, label: commandLabels[id] })),
  ],
  requiredPermissions: {
    network: { domains: reach === 'all' ? 'all' : ports.flatMap((port) => [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]) },
    // Folders have no extension.
    launchProcess: { schemes: ['framewright', 'http', 'https'], extensions: [''] },
    webview: { allow: 'yes', domains: [], allowLocalRendering: 'yes', enableMessageBridge: 'localOnly' },
  },
} satisfies Manifest);
