// Notes of the project: a property of a sequence's own item, which Premiere saves in the project file and shows nowhere unless asked. Markers would stand in the
// user's way, and clip metadata would be written into media files.

var metadataSpace = 'http://ns.adobe.com/premierePrivateProjectMetaData/1.0/', notesField = 'FrameWrightNotes';

/** @param {Sequence} sequence @returns {XMPMetaInstance} */
function metadataOf(sequence) {
  if (ExternalObject.AdobeXMPScript === undefined) ExternalObject.AdobeXMPScript = new ExternalObject('lib:AdobeXMPScript');
  if (!XMPMeta) throw fault('cannot', 'The library of metadata did not load.');
  return new XMPMeta(sequence.projectItem.getProjectMetadata());
}

/** @param {Sequence} sequence @returns {string | null} */
function notesOn(sequence) {
  var metadata = sequence.projectItem ? metadataOf(sequence) : null;
  if (!metadata || !metadata.doesPropertyExist(metadataSpace, notesField)) return null;
  // Letters are written as percent signs, because XML would lose some.
  return decodeURIComponent(String(metadata.getProperty(metadataSpace, notesField).value));
}

/** Of every sequence that holds some: copies of a sequence hold copies. */
function readNotes() {
  var all = openProject().sequences, found = [], i, text;
  for (i = 0; i < all.numSequences; i += 1) {
    text = notesOn(all[i]);
    if (text !== null) found.push({ text: text });
  }
  return found;
}

/** Onto the sequence in front and every one that holds some. Whether they were all there when read back. @param {{ text: string }} asked */
function writeNotes(asked) {
  var project = openProject(), all = project.sequences, i, active = project.activeSequence, good = true, any = false, metadata;
  project.addPropertyToProjectMetadataSchema(notesField, 'FrameWright', 2);
  for (i = 0; i < all.numSequences; i += 1) {
    if (!(active && all[i].sequenceID === active.sequenceID) && notesOn(all[i]) === null) continue;
    metadata = metadataOf(all[i]);
    metadata.setProperty(metadataSpace, notesField, encodeURIComponent(asked.text));
    all[i].projectItem.setProjectMetadata(metadata.serialize(), [notesField]);
    any = true;
    good = notesOn(all[i]) === asked.text && good;
  }
  return any && good;
}
