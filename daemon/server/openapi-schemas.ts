// Shapes that the OpenAPI document names, because several operations share them.
import type { z } from 'zod';
import { analysed, analysis, audioFacts, cadence, content, dropped, duplicates, evidence, interlacing, scanRun, shot, soundAnalysis } from '../../shared/analysis.ts';
import { daemonInfo } from '../../shared/daemon.ts';
import { anyEvent, progress, segmentQuality, sentEvent } from '../../shared/events.ts';
import { folderEntry, folderListing } from '../../shared/folder.ts';
import { device, hardware, hardwareEncoder, throughput } from '../../shared/hardware.ts';
import { batchSummary, jobClip, jobDetail, jobError, jobSummary, unitState } from '../../shared/job.ts';
import { anyMedia, attachment, audioStream, change, chapter, colourTags, dataStream, fingerprint, hdrMetadata, media, mediaParts, pictureFacts, pixelFormat, rect, soundMedia, streamShape, subtitleStream, tableRef, videoStream } from '../../shared/media.ts';
import { finding, modelInfo, presetInfo, section, stageInfo } from '../../shared/operations.ts';
import { moment, pictureRef, previewFrame } from '../../shared/pictures.ts';
import { anyPlan, audioEncoder, audioStep, deliveryPlan, frameMap, mapRun, plan, resources, segment, skipped, soundPlan, step, streamPlan, videoEncoder } from '../../shared/plan.ts';
import { interpretation, preset, range, stageWish, wish } from '../../shared/preset.ts';
import { report } from '../../shared/report.ts';
import { settings } from '../../shared/settings.ts';
import { rational } from '../../shared/time.ts';
import { watch } from '../../shared/watch.ts';
import { fromClient, fromDaemon, fromDoor } from '../../shared/wire.ts';

export const sharedSchemas: Readonly<Record<string, z.ZodType>> = {
  Rational: rational, Rect: rect, Wish: wish, StageWish: stageWish, Preset: preset, Interpretation: interpretation, Range: range,
  AnyMedia: anyMedia, Media: media, SoundMedia: soundMedia, VideoStream: videoStream, AudioStream: audioStream, SubtitleStream: subtitleStream, DataStream: dataStream, StreamShape: streamShape, PixelFormat: pixelFormat,
  ColourTags: colourTags, HdrMetadata: hdrMetadata, Attachment: attachment, Chapter: chapter, Change: change, Fingerprint: fingerprint, MediaParts: mediaParts, PictureFacts: pictureFacts, TableRef: tableRef,
  Analysed: analysed, Analysis: analysis, SoundAnalysis: soundAnalysis, Evidence: evidence, Interlacing: interlacing, Cadence: cadence, ScanRun: scanRun, Duplicates: duplicates, Dropped: dropped, Shot: shot, AudioFacts: audioFacts, Content: content,
  AnyPlan: anyPlan, Plan: plan, SoundPlan: soundPlan, Step: step, AudioStep: audioStep, Skipped: skipped, FrameMap: frameMap, MapRun: mapRun, Segment: segment, StreamPlan: streamPlan, DeliveryPlan: deliveryPlan,
  VideoEncoder: videoEncoder, AudioEncoder: audioEncoder, Resources: resources,
  Hardware: hardware, Device: device, HardwareEncoder: hardwareEncoder, Throughput: throughput,
  JobSummary: jobSummary, JobDetail: jobDetail, JobClip: jobClip, JobError: jobError, UnitState: unitState, BatchSummary: batchSummary, Report: report, SegmentQuality: segmentQuality, Progress: progress,
  PictureRef: pictureRef, Moment: moment, PreviewFrame: previewFrame, FolderEntry: folderEntry, FolderListing: folderListing,
  DaemonInfo: daemonInfo, Settings: settings, Watch: watch, Finding: finding, Section: section, StageInfo: stageInfo, PresetInfo: presetInfo, ModelInfo: modelInfo,
  Event: anyEvent, SentEvent: sentEvent, ClientMessage: fromClient, DaemonMessage: fromDaemon, DoorMessage: fromDoor,
};
