// The one door: a call by name, its arguments as a literal, its answer as JSON.

/** @typedef {import('../calls.ts').Script} Script */

/** What else must be there, besides what `hello` could not run without. */
function missingParts() {
  var missing = [], project = openProject();
  if (typeof app.bind !== 'function') missing.push('app.bind');
  if (typeof project.importFiles !== 'function') missing.push('project.importFiles');
  if (typeof project.addPropertyToProjectMetadataSchema !== 'function') missing.push('project.addPropertyToProjectMetadataSchema');
  if (typeof Time !== 'function') missing.push('Time');
  if (typeof ExternalObject !== 'function') missing.push('ExternalObject');
  return missing;
}

/** @type {Script} */
var calls = {
  hello: function () {
    var root = app.project ? app.project.rootItem : null;
    return { script: scriptVersion, version: String(app.version), system: String($.os), locale: String($.locale), missing: root ? missingParts() : [], makesTracks: root ? makesTracks() : false, swaps: true };
  },
  context: contextFacts, selection: selectionFacts, glance: glanceFacts, tracks: trackFacts, search: searchFacts,
  bin: function () { return String(binCalled(binName).nodeId); },
  results: resultFacts,
  'import': importFile,
  media: function (asked) {
    var found = mediaById(asked.node);
    return found ? mediaFacts(found) : null;
  },
  overwrite: overwrite, remove: removeItem, edges: moveEdges, addTrack: addTrack, paint: paint, motion: readMotion, layMotion: layMotion, changePath: changePath, subclip: makeSubclip,
  reveal: revealItem, render: renderSpan, readNotes: readNotes, writeNotes: writeNotes, listen: listen, check: checkFacts
};

/** @param {keyof Script} name @param {any} asked @returns {string} */
function call(name, asked) {
  try {
    if (!Object.prototype.hasOwnProperty.call(calls, name)) throw fault('cannot', 'The host script has no call ' + name + '.');
    return toJson({ ok: true, value: calls[name](asked) });
  } catch (error) {
    var told = /** @type {{ code?: string, message?: string, line?: number }} */ (error);
    return toJson({ ok: false, code: told.code || 'failed', why: String(told.message || error) + (told.code || !told.line ? '' : ' (line ' + told.line + ')') });
  }
}
