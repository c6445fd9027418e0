// The part of DaVinci Resolve's scripting API that is used here, as its README documents it. Every call may answer by a promise (the module's promise
// variants, since 20.1), and null where it is documented to answer otherwise. Methods with a question mark came with a later version than 18.5.

export type Answer<Value> = Value | null | undefined | Promise<Value | null | undefined>;
export type TrackKind = 'video' | 'audio' | 'subtitle';
/** Frame numbers of marks and markers count from the timeline's first frame. `out` is the last frame marked. */
export type MarkInOut = { readonly video?: { readonly in?: number; readonly out?: number }; readonly audio?: { readonly in?: number; readonly out?: number } };
export type Marker = { readonly color: string; readonly duration: number; readonly note: string; readonly name: string; readonly customData: string };
/** `mediaType` 1 is the picture alone, 2 the sound alone; `trackIndex` counts from 1, `recordFrame` includes the timeline's start. Whether `endFrame` belongs to the clip differs. */
export type ClipInfo = { mediaPoolItem: MediaPoolItem; startFrame?: number; endFrame?: number; mediaType?: 1 | 2; trackIndex?: number; recordFrame?: number };
export type TakeInfo = { readonly startFrame?: number; readonly endFrame?: number; readonly mediaPoolItem?: MediaPoolItem };
export type RenderJobStatus = { readonly JobStatus?: string; readonly CompletionPercentage?: number; readonly Error?: string };
export type RenderJob = { readonly JobId?: string; readonly TargetDir?: string; readonly OutputFilename?: string };

export type Resolve = {
  GetProjectManager(): Answer<ProjectManager>;
  GetCurrentPage(): Answer<string>;
  OpenPage(page: string): Answer<boolean>;
  GetProductName(): Answer<string>;
  GetVersionString(): Answer<string>;
};
export type ProjectManager = { GetCurrentProject(): Answer<Project> };
export type Project = {
  GetName(): Answer<string>; GetUniqueId(): Answer<string>; GetMediaPool(): Answer<MediaPool>; GetSetting(name: string): Answer<string | number>;
  GetTimelineCount(): Answer<number>; /** From 1. */ GetTimelineByIndex(index: number): Answer<Timeline>;
  GetCurrentTimeline(): Answer<Timeline>; SetCurrentTimeline(timeline: Timeline): Answer<boolean>;
  GetCurrentRenderFormatAndCodec(): Answer<{ readonly format?: string; readonly codec?: string }>; SetCurrentRenderFormatAndCodec(format: string, codec: string): Answer<boolean>;
  /** Names of codecs by their description. */ GetRenderCodecs(format: string): Answer<Readonly<Record<string, string>>>;
  SetRenderSettings(settings: Readonly<Record<string, string | number | boolean>>): Answer<boolean>;
  AddRenderJob(): Answer<string>; DeleteRenderJob(id: string): Answer<boolean>; StartRendering(ids: readonly string[]): Answer<boolean>; StopRendering(): Answer<void>;
  GetRenderJobStatus(id: string): Answer<RenderJobStatus>; GetRenderJobList(): Answer<readonly RenderJob[]>; IsRenderingInProgress(): Answer<boolean>;
};
export type Folder = { GetName(): Answer<string>; GetSubFolderList(): Answer<readonly Folder[]>; GetClipList(): Answer<readonly MediaPoolItem[]> };
export type MediaPool = {
  GetRootFolder(): Answer<Folder>; GetCurrentFolder(): Answer<Folder>; SetCurrentFolder(folder: Folder): Answer<boolean>; AddSubFolder(parent: Folder, name: string): Answer<Folder>;
  ImportMedia(paths: readonly string[]): Answer<readonly MediaPoolItem[]>; AppendToTimeline(clips: readonly ClipInfo[]): Answer<readonly TimelineItem[]>;
  CreateEmptyTimeline(name: string): Answer<Timeline>; DeleteTimelines(timelines: readonly Timeline[]): Answer<boolean>;
};
export type MediaPoolItem = {
  GetName(): Answer<string>; GetUniqueId(): Answer<string>;
  /** All values are text. */ GetClipProperty(name: string): Answer<string>;
  ReplaceClip(path: string): Answer<boolean>;
  /** Since 20.0. */ ReplaceClipPreserveSubClip?(path: string): Answer<boolean>;
};
export type Timeline = {
  GetName(): Answer<string>; GetUniqueId(): Answer<string>; GetSetting(name: string): Answer<string | number>;
  GetStartFrame(): Answer<number>; GetEndFrame(): Answer<number>; GetStartTimecode(): Answer<string>; GetCurrentTimecode(): Answer<string>; SetCurrentTimecode(timecode: string): Answer<boolean>;
  GetMarkInOut?(): Answer<MarkInOut>;
  GetTrackCount(kind: TrackKind): Answer<number>; GetTrackName(kind: TrackKind, index: number): Answer<string>; GetIsTrackLocked(kind: TrackKind, index: number): Answer<boolean>;
  AddTrack(kind: TrackKind, options?: Readonly<Record<string, string | number>>): Answer<boolean>; DeleteTrack(kind: TrackKind, index: number): Answer<boolean>;
  GetItemListInTrack(kind: TrackKind, index: number): Answer<readonly TimelineItem[]>; GetCurrentVideoItem(): Answer<TimelineItem>;
  /** Since 21.0.4. */ GetSelectedClips?(): Answer<readonly TimelineItem[]>;
  DeleteClips(items: readonly TimelineItem[], ripple: boolean): Answer<boolean>; SetClipsLinked(items: readonly TimelineItem[], linked: boolean): Answer<boolean>; DuplicateTimeline(name: string): Answer<Timeline>;
  GetMarkers(): Answer<Readonly<Record<string, Marker>>>; AddMarker(frame: number, color: string, name: string, note: string, duration: number, customData: string): Answer<boolean>;
  UpdateMarkerCustomData(frame: number, customData: string): Answer<boolean>; DeleteMarkerAtFrame(frame: number): Answer<boolean>;
};
export type NodeGraph = { GetNumNodes(): Answer<number>; GetToolsInNode(index: number): Answer<readonly string[]> };
export type TimelineItem = {
  GetName(): Answer<string>; /** Absent on some that were just appended. */ GetUniqueId(): Answer<string>;
  /** With the timeline's start. */ GetStart(): Answer<number>; GetEnd(): Answer<number>; GetDuration(): Answer<number>;
  GetSourceStartFrame?(): Answer<number>; /** Off by one in some versions. */ GetSourceEndFrame?(): Answer<number>;
  GetLeftOffset(): Answer<number>; GetRightOffset(): Answer<number>;
  GetMediaPoolItem(): Answer<MediaPoolItem>; GetTrackTypeAndIndex?(): Answer<readonly [TrackKind, number]>; GetLinkedItems(): Answer<readonly TimelineItem[]>;
  GetProperty(name: string): Answer<string | number | boolean>; SetProperty(name: string, value: string | number | boolean): Answer<boolean>;
  GetClipColor(): Answer<string>; SetClipColor(color: string): Answer<boolean>; GetClipEnabled(): Answer<boolean>; SetClipEnabled(enabled: boolean): Answer<boolean>;
  GetFusionCompCount(): Answer<number>; GetNodeGraph?(): Answer<NodeGraph>;
  /** Since 21.1. */ GetSpeed?(): Answer<number | { readonly Percentage?: number }>; /** Since 21.1. */ GetType?(): Answer<string>;
  /** 0 while there is no take but the clip itself. */ GetTakesCount(): Answer<number>; AddTake(media: MediaPoolItem, startFrame?: number, endFrame?: number): Answer<boolean>;
  GetSelectedTakeIndex(): Answer<number>; GetTakeByIndex(index: number): Answer<TakeInfo>; SelectTakeByIndex(index: number): Answer<boolean>; DeleteTakeByIndex(index: number): Answer<boolean>; FinalizeTake(): Answer<boolean>;
};

/** `WorkflowIntegration.node`, as Resolve's developer folder has it. */
export type WorkflowIntegration = {
  Initialize(id: string): Answer<boolean>; InitializePromise?(id: string): Promise<boolean>;
  GetResolve(): Answer<Resolve>; GetResolvePromise?(): Promise<Resolve | null>;
  RegisterCallback(event: 'RenderStart' | 'RenderStop' | 'ResolveQuit', hear: () => void): Answer<boolean>; DeregisterCallback(event: string): Answer<boolean>;
  CleanUp(): Answer<boolean>; /** Seconds after which Resolve gives up a call by itself. */ SetAPITimeout(seconds: number): Answer<boolean>;
};
