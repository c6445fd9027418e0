-- FrameWright's entries of the menu Workspace > Scripts. An open panel is told what to do; with none open the daemon is given the selected clips at once.
-- Lua 5.1, as Resolve runs it.

local framewright = {}
local isWindows = package.config:sub(1, 1) == "\\"

-- Told in the Console (Workspace > Console).
local function say(text) print("FrameWright: " .. text) end

-- Where the program is: `command`, the words that run it, and `home`, its data folder. The installer puts it into this line of every entry, because Resolve would list a file beside them in its menu.
local program = nil

-- One word of a command line. Nil for what a command line cannot carry.
local function quoted(text)
  if not isWindows then return "'" .. text:gsub("'", "'\\''") .. "'" end
  if text:find('[%%"\r\n]') then return nil end
  return '"' .. text:gsub("(\\+)$", "%1%1") .. '"'
end

-- Runs the program and waits for it: whether it succeeded, and what it said.
local function run(words)
  local line = {}
  for _, list in ipairs({ program.command, words }) do
    for _, word in ipairs(list) do
      local safe = quoted(word)
      if not safe then return false, "This path cannot be handed to the program from a script: " .. word .. ". The panel can take it." end
      line[#line + 1] = safe
    end
  end
  local said = os.tmpname()
  local home = quoted(program.home or "")
  local command = table.concat(line, " ") .. " > " .. quoted(said) .. " 2>&1"
  if program.home and home then command = (isWindows and 'set "FRAMEWRIGHT_HOME=' .. program.home .. '"&& ' or "FRAMEWRIGHT_HOME=" .. home .. " ") .. command end
  if isWindows then command = '"' .. command .. '"' end
  -- Lua 5.1 answers with the exit status, later ones with true or nil.
  local status = os.execute(command)
  local file, text = io.open(said, "r"), ""
  if file then
    text = file:read("*a")
    file:close()
  end
  os.remove(said)
  return status == 0 or status == true, text
end

local function currentTimeline()
  local root = resolve or (bmd and bmd.scriptapp and bmd.scriptapp("Resolve"))
  local manager = root and root:GetProjectManager()
  local project = manager and manager:GetCurrentProject()
  return project and project:GetCurrentTimeline()
end

-- What a method answers; nil where this version lacks it, which its objects may not tell before it is called.
local function ask(object, method)
  local good, answer = pcall(function() return object[method](object) end)
  return good and answer or nil
end

-- The pictures among the selected clips, or the clip under the playhead where this version does not tell the selection.
local function selectedItems(timeline)
  local selected = ask(timeline, "GetSelectedClips")
  if type(selected) ~= "table" then return { timeline:GetCurrentVideoItem() } end
  local items = {}
  for _, item in ipairs(selected) do
    local kind = ask(item, "GetTrackTypeAndIndex")
    if not kind or kind[1] == "video" then items[#items + 1] = item end
  end
  return items
end

-- The words that restore what a clip shows; nil and the reason where a script cannot tell that.
local function orderOf(item, timeline, wish)
  local media = item:GetMediaPoolItem()
  if not media then return nil, "it has no media" end
  local path, kind = media:GetClipProperty("File Path"), media:GetClipProperty("Type") or ""
  if not path or path == "" then return nil, "it has no file of its own" end
  if kind:find("Multi") or kind:find("Timeline") or kind:find("Compound") or kind:find("Fusion") then return nil, "it is a " .. kind end
  local from, to, length = item:GetSourceStartFrame(), item:GetSourceEndFrame(), item:GetDuration()
  local rate, mediaRate = tonumber(tostring(timeline:GetSetting("timelineFrameRate")):match("[%d.]+")), tonumber(media:GetClipProperty("FPS"))
  if rate ~= mediaRate then return nil, "its rate is not the timeline's" end
  -- The last frame is told with or without the clip's end.
  if to - from ~= length and to - from + 1 ~= length then return nil, "it is retimed" end
  local words = { path, "--from", from .. "f", "--to", (from + length) .. "f", "--delivery", "prores-422-hq", "--no-sound", "--detach" }
  for _, word in ipairs(wish) do words[#words + 1] = word end
  return words
end

local function submit(wish)
  local timeline = currentTimeline()
  local items = timeline and selectedItems(timeline) or {}
  if #items == 0 then return say("No panel is open, and no clip is selected or under the playhead.") end
  for _, item in ipairs(items) do
    local words, reason = orderOf(item, timeline, wish)
    if not words then
      say('"' .. item:GetName() .. '" was not sent: ' .. reason .. ". Open the panel (Workspace > Workflow Integrations > FrameWright); it offers ways.")
    else
      local good, said = run(words)
      say(good and ('No panel is open: "' .. item:GetName() .. '" is restored in the background. Its result will lie beside its file and is not placed.') or said)
    end
  end
end

-- `name` as of framewright panel; `preset` a style or quality, which `option` says without a panel; both may be nil.
function framewright.tell(name, preset, option)
  if not program then return say("The program was not found. Run: framewright install --resolve") end
  local words = { "panel", name, "--host", "resolve" }
  if preset then
    words[#words + 1] = "--preset"
    words[#words + 1] = preset
  end
  local good, said = run(words)
  if good then return say("The panel was told: " .. name .. ".") end
  if name == "restore" then return submit(preset and { option, preset } or {}) end
  say(said)
end
