// Telling the page what happened, where Premiere tells the script; the page looks by itself as well.

/** @param {string} kind @param {string} data */
function tell(kind, data) {
  var event = new CSXSEvent();
  event.type = 'com.framewright.' + kind;
  event.scope = 'APPLICATION';
  event.data = data;
  event.dispatch();
}

/** @param {string} kind @param {string} data @returns {() => void} */
function telling(kind, data) { return function () { tell(kind, data); }; }

/** Binds what can be bound; the names of what was. */
function listen() {
  /** @type {{ bind: (name: any, told: () => void) => void } } */
  var host = app, encoder = app.encoder, bound = [], i;
  var names = ['onActiveSequenceSelectionChanged', 'onActiveSequenceChanged', 'onActiveSequenceStructureChanged', 'onProjectChanged'];
  var renders = [['onEncoderJobProgress', 'rendering'], ['onEncoderJobComplete', 'idle'], ['onEncoderJobError', 'idle'], ['onEncoderJobCanceled', 'idle']];
  new ExternalObject('lib:PlugPlugExternalObject');
  for (i = 0; typeof app.bind === 'function' && i < names.length; i += 1) {
    host.bind(names[i], telling(i === 0 ? 'selection' : 'changed', names[i]));
    bound.push(names[i]);
  }
  for (i = 0; encoder && typeof encoder.bind === 'function' && i < renders.length; i += 1) {
    encoder.bind(/** @type {EncoderEvent} */ (renders[i][0]), telling('activity', renders[i][1]));
    bound.push(renders[i][0]);
  }
  return bound;
}
