// The global key: how it is written, when it is listened for, which editor is in front, and why it cannot work.
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { activeWindowIn, editorIn } from '../../../daemon/hotkey/front.ts';
import { createHotkey, type Hotkey, type HotkeyOptions } from '../../../daemon/hotkey/hotkey.ts';
import { createWatch, readCombination } from '../../../daemon/hotkey/keys.ts';
import { settings } from '../../../shared/settings.ts';

/** Some of the hook's numbers. */
const codes = { R: 19, 7: 8, F13: 91 };
const none = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

describe('a key combination', () => {
  it('is read as it is written', () => {
    expect(readCombination('ctrl+alt+r', codes)).toEqual({ ...none, ctrlKey: true, altKey: true, keycode: 19 });
    expect(readCombination('meta+shift+7', codes)).toEqual({ ...none, metaKey: true, shiftKey: true, keycode: 8 });
    expect(readCombination('f13', codes)).toEqual({ ...none, keycode: 91 });
    for (const text of ['ctrl+ä', 'super+r', 'ctrl+', 'ctrl+constructor']) expect(() => readCombination(text, codes)).toThrow(RangeError);
  });

  it('is a setting only where it disturbs no typing', () => {
    for (const globalKey of ['ctrl+alt+r', 'meta+7', 'shift+ctrl+f12', 'f13', 'f24', null]) expect(settings.safeParse({ globalKey }).success).toBe(true);
    for (const globalKey of ['r', 'shift+r', 'f12', 'f25', 'ctrl+', 'ctrl', 'ctrl+rr', 'Ctrl+R', 'ctrl + r', 'ctrl+alt+r ', '', 'super+r', 'ctrl+f0']) expect(settings.safeParse({ globalKey }).success, globalKey).toBe(false);
  });

  it('fires once while it is held down, and with exactly its modifiers', () => {
    const watch = createWatch(readCombination('ctrl+r', codes)), press = { ...none, ctrlKey: true, keycode: 19 };
    expect([watch.down(press), watch.down(press)]).toEqual([true, false]);
    watch.up({ keycode: 8 });
    expect(watch.down(press)).toBe(false);
    watch.up({ keycode: 19 });
    expect([watch.down({ ...press, shiftKey: true }), watch.down(press)]).toEqual([false, false]);
    watch.up({ keycode: 19 });
    expect([watch.down({ ...press, keycode: 8 }), watch.down(press)]).toEqual([false, true]);
  });
});

describe('the editor in front', () => {
  it.each([
    ['win32', 'Adobe Premiere Pro\r\n', 'premiere'], ['win32', 'Adobe Premiere Pro (Beta)', 'premiere'], ['win32', 'Adobe Premiere', 'premiere'], ['win32', 'Resolve\r\n', 'resolve'], ['win32', 'explorer', null], ['win32', 'Adobe Premiere Elements Editor', null], ['win32', '', null],
    ['darwin', '"CFBundleIdentifier"="com.adobe.PremierePro.26"\n', 'premiere'], ['darwin', '"CFBundleIdentifier"="com.blackmagic-design.DaVinciResolve"', 'resolve'], ['darwin', '"CFBundleIdentifier"="com.apple.finder"', null],
    ['linux', 'WM_CLASS(STRING) = "resolve", "resolve"\n', 'resolve'], ['linux', 'WM_CLASS(STRING) = "resolve", "DaVinci Resolve"', 'resolve'], ['linux', 'WM_CLASS(STRING) = "Navigator", "resolve-docs"', null], ['linux', 'WM_CLASS:  not found.', null],
  ] as const)('on %s: %j is %s', (platform, answer, editor) => { expect(editorIn(platform, answer)).toBe(editor); });

  it('is asked for by the id of its window', () => {
    for (const answer of ['_NET_ACTIVE_WINDOW(WINDOW) = 0x3a00007\n', '_NET_ACTIVE_WINDOW(WINDOW) = 0x3a00007, 0x0', '_NET_ACTIVE_WINDOW(WINDOW): window id # 0x3a00007']) expect(activeWindowIn(answer)).toBe('0x3a00007');
    for (const answer of ['_NET_ACTIVE_WINDOW(WINDOW): window id # 0x0', '_NET_ACTIVE_WINDOW:  no such atom on any window.', '']) expect(activeWindowIn(answer)).toBe(null);
  });
});

describe('the listener', () => {
  const open: Hotkey[] = [];
  afterEach(() => { for (const hotkey of open.splice(0)) hotkey.close(); });
  const desktop = { PATH: process.env.PATH, DISPLAY: ':0' };
  function create(options: Partial<HotkeyOptions> = {}): { hotkey: Hotkey; pressed: (string | null)[] } {
    const pressed: (string | null)[] = [];
    const hotkey = createHotkey({ platform: 'linux', environment: desktop, entry: join(import.meta.dirname, 'stand-in.ts'), onPress: (editor) => pressed.push(editor), ...options });
    open.push(hotkey);
    return { hotkey, pressed };
  }
  const soon = { timeout: 30_000 };

  it('runs only while a key is set and a panel of an editor is connected', async () => {
    const { hotkey, pressed } = create();
    hotkey.update(null, ['premiere']);
    hotkey.update('ctrl+p', []);
    hotkey.update('ctrl+p', ['browser']);
    expect(hotkey.trouble()).toBe(null);
    hotkey.update('ctrl+p', ['premiere']);
    hotkey.update('ctrl+p', ['premiere', 'resolve']);
    await expect.poll(() => pressed, soon).toEqual(['premiere']);
    hotkey.update('ctrl+r', ['resolve']);
    await expect.poll(() => pressed, soon).toEqual(['premiere', 'resolve']);
    hotkey.update('ctrl+r', []);
    hotkey.update('ctrl+r', ['resolve']);
    await expect.poll(() => pressed, soon).toEqual(['premiere', 'resolve', 'resolve']);
    expect(hotkey.trouble()).toBe(null);
  });

  it('that ends says why, and is tried again when panels come back', async () => {
    const { hotkey } = create();
    hotkey.update('ctrl+x', ['premiere']);
    await expect.poll(() => hotkey.trouble()?.why, soon).toMatch(/ended by SIGABRT\. XOpenDisplay failure!/);
    hotkey.update('ctrl+m', ['premiere']);
    await expect.poll(() => hotkey.trouble(), soon).toEqual({ why: expect.stringContaining('uiohook-napi is not installed'), mend: expect.stringContaining('npm start') });
    hotkey.update('ctrl+m', []);
    expect(hotkey.trouble()).toBe(null);
  });

  it('is not begun where it cannot work', () => {
    const wayland = create({ environment: { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' } }), headless = create({ environment: {} });
    for (const { hotkey } of [wayland, headless]) hotkey.update('ctrl+p', ['resolve']);
    expect(wayland.hotkey.trouble()).toEqual({ why: expect.stringContaining('Wayland'), mend: expect.stringContaining('framewright panel restore') });
    expect(headless.hotkey.trouble()?.why).toContain('DISPLAY');
    wayland.hotkey.update(null, ['resolve']);
    expect(wayland.hotkey.trouble()).toBe(null);
  });
});
