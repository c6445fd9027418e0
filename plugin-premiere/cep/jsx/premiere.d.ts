// Documented members of Premiere's ExtendScript API that its published types leave out.

interface FootageInterpretation {
  frameRate: number; pixelAspectRatio: number; /** -1 unknown, 0 progressive, 1 upper, 2 lower field first. */ fieldType: number; alphaUsage: number; ignoreAlpha: boolean; removePulldown: boolean;
}
declare interface ProjectItem {
  isOffline(): boolean;
  getFootageInterpretation(): FootageInterpretation | 0;
}
declare interface Component { readonly properties: ComponentParamCollection }

/** Undocumented; used for one thing, after looking whether it is there. */
interface QeSequence { addTracks?: (videoCount: number, videoAfter: number, audioCount: number, audioKind?: number, audioAfter?: number, submixCount?: number, submixKind?: number) => unknown }
declare const qe: { readonly project: { getActiveSequence(): QeSequence | undefined } };
