// JSON as this engine lacks it, in letters that survive every encoding on the way.

/** @param {string} text */
function quoted(text) {
  var out = '"', i, code, letter;
  for (i = 0; i < text.length; i += 1) {
    letter = text.charAt(i);
    code = text.charCodeAt(i);
    if (letter === '"' || letter === '\\') out += '\\' + letter;
    else if (code < 32 || code > 126) out += '\\u' + ('000' + code.toString(16)).slice(-4);
    else out += letter;
  }
  return out + '"';
}

/** @param {any} list */
function isList(list) { return Object.prototype.toString.call(list) === '[object Array]'; }

/** @param {any} value plain data: objects, lists, text, numbers, truth, null @returns {string} */
function toJson(value) {
  var parts = [], i;
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string' || value instanceof String) return quoted(String(value));
  if (typeof value === 'number') return isFinite(value) ? String(value) : 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (isList(value)) {
    for (i = 0; i < value.length; i += 1) parts.push(toJson(value[i]));
    return '[' + parts.join(',') + ']';
  }
  for (i in value) {
    if (Object.prototype.hasOwnProperty.call(value, i)) parts.push(quoted(i) + ':' + toJson(value[i]));
  }
  return '{' + parts.join(',') + '}';
}

/** A failure with a code of its own. @param {string} code @param {string} why @returns {Error & { code?: string }} */
function fault(code, why) {
  var error = /** @type {Error & { code?: string }} */ (new Error(why));
  error.code = code;
  return error;
}
