-- A Resolve for its script entries: `clips` and `tellsSelection` are set before this file is read. Fields are those of a clip on a timeline of 25 frames a second.
local function media(clip)
  return clip.path and { GetClipProperty = function(_, name) return ({ ["File Path"] = clip.path, Type = clip.type or "Video + Audio", FPS = clip.rate or "25" })[name] end }
end

local function item(clip)
  return {
    GetName = function() return clip.name end,
    GetMediaPoolItem = function() return media(clip) end,
    GetSourceStartFrame = function() return clip.from end,
    GetSourceEndFrame = function() return clip.to end,
    GetDuration = function() return clip.length end,
    GetTrackTypeAndIndex = function() return { clip.track or "video", 1 } end,
  }
end

local function items()
  local all = {}
  for index, clip in ipairs(clips) do all[index] = item(clip) end
  return all
end

local timeline = { GetSetting = function() return "25" end, GetCurrentVideoItem = function() return items()[1] end }
if tellsSelection then timeline.GetSelectedClips = items end

resolve = {
  GetProjectManager = function()
    return { GetCurrentProject = function() return { GetCurrentTimeline = function() return timeline end } end }
  end,
}
