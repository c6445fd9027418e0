// The browsable page of the operations, drawn from openapi.json. Text only ever becomes text nodes.
'use strict';

const element = (name, attributes = {}, ...children) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children.filter((child) => child !== null));
  return made;
};
const nameOf = (ref) => ref.split('/').pop();
const linkTo = (id) => element('a', { href: `#${id}` }, id);
const matches = (whole, words) => words.every((word) => whole.includes(word));
const foldable = [];

/** What a schema allows, in few words and with links to shapes that have a name. */
function typeOf(schema) {
  if (!schema) return ['anything'];
  if (schema.$ref) return [linkTo(nameOf(schema.$ref))];
  if ('const' in schema) return [JSON.stringify(schema.const)];
  if (schema.enum) return [schema.enum.map((value) => JSON.stringify(value)).join(' | ')];
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return several.flatMap((one, i) => (i ? [' | ', ...typeOf(one)] : typeOf(one)));
  if (schema.type === 'array') return ['list of ', ...typeOf(schema.items)];
  if (schema.type === 'object' && schema.additionalProperties) return ['names → ', ...typeOf(schema.additionalProperties)];
  return [[schema.type ?? 'anything'].flat().join(' | ')];
}

function limitsOf(schema) {
  const words = { minimum: 'at least', maximum: 'at most', exclusiveMinimum: 'more than', exclusiveMaximum: 'less than', minLength: 'characters at least', maxLength: 'characters at most', minItems: 'items at least', maxItems: 'items at most', pattern: 'like' };
  const limits = Object.entries(words).filter(([key]) => schema[key] !== undefined).map(([key, word]) => `${word} ${schema[key]}`);
  if (schema.default !== undefined) limits.push(`default ${JSON.stringify(schema.default)}`);
  return limits.join(', ');
}

function fieldRows(schema, before = '') {
  const own = schema.properties ?? {}, must = schema.required ?? [];
  const rows = Object.entries(own).flatMap(([name, field]) => {
    const row = element('tr', {}, element('td', { className: must.includes(name) ? 'must' : '' }, element('code', {}, before + name)), element('td', {}, ...typeOf(field)), element('td', {}, [field.description, limitsOf(field)].filter(Boolean).join(' ')));
    return [row, ...fieldRows(field.type === 'array' ? field.items : field, `${before}${name}.`)];
  });
  return [...rows, ...(schema.anyOf ?? schema.oneOf ?? []).flatMap((one) => fieldRows(one, before))];
}

function fieldTable(title, schema) {
  const rows = fieldRows(schema);
  const head = element('h4', {}, title, rows.length ? '' : ': ', ...(rows.length ? [] : typeOf(schema)));
  if (!rows.length) return head;
  const header = element('tr', {}, ...['Field', 'Type', 'Meaning'].map((text) => element('th', { scope: 'col' }, text)));
  return element('div', { className: 'scroll' }, head, element('table', {}, header, ...rows));
}

/** A request with its required fields, to begin with. */
function exampleOf(schema) {
  return Object.fromEntries((schema.required ?? []).map((name) => {
    const { type, $ref, enum: words } = schema.properties[name];
    return [name, words ? words[0] : $ref || type === 'object' ? {} : type === 'array' ? [] : type === 'integer' || type === 'number' ? 0 : type === 'boolean' ? false : ''];
  }));
}

function tryIt(method, path, request) {
  const input = element('textarea', { value: JSON.stringify(exampleOf(request), null, 2), spellcheck: false, ariaLabel: 'Request as JSON' });
  const output = element('pre', { hidden: true, ariaLive: 'polite' });
  const send = async () => {
    output.hidden = false;
    output.textContent = '…';
    try {
      output.textContent = await ask(method, path, JSON.parse(input.value || '{}'));
    } catch (error) {
      output.textContent = String(error);
    }
  };
  return element('div', {}, element('h4', {}, 'Try it'), input, element('p', {}, element('button', { type: 'button', onclick: send }, 'Send')), output);
}

async function ask(method, path, fields) {
  const rest = { ...fields };
  const address = path.replace(/\{(\w+)\}/g, (_, name) => { const value = rest[name]; delete rest[name]; return encodeURIComponent(value); });
  const hasBody = method === 'POST' || method === 'PATCH';
  const query = hasBody ? '' : new URLSearchParams(Object.entries(rest).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]))).toString();
  const response = await fetch(`/api/v1${address}${query ? `?${query}` : ''}`, {
    method, headers: { authorization: `Bearer ${document.getElementById('token').value}`, ...(hasBody ? { 'content-type': 'application/json' } : {}) }, ...(hasBody ? { body: JSON.stringify(rest) } : {}),
  });
  return `${response.status} ${response.statusText}\n\n${JSON.stringify(await response.json(), null, 2)}`;
}

/** Path, query and body as one request, as over the WebSocket. */
function requestOf(operation) {
  const parameters = operation.parameters ?? [], body = operation.requestBody?.content['application/json'].schema ?? {};
  return {
    properties: { ...Object.fromEntries(parameters.map(({ name, schema, description }) => [name, { description, ...schema }])), ...body.properties },
    required: [...parameters.filter(({ required }) => required).map(({ name }) => name), ...(body.required ?? [])],
  };
}

function drawOperation(path, method, operation) {
  const request = requestOf(operation), answer = operation.responses[200].content['application/json']?.schema;
  const box = element('details', { id: operation.operationId }, element('summary', {}, element('span', { className: 'method' }, method.toUpperCase()), element('code', {}, path), ` ${operation.summary}`));
  box.addEventListener('toggle', () => {
    if (!box.open || box.childElementCount > 1) return;
    box.append(element('p', {}, `Name over the WebSocket: ${operation.operationId}. ${operation.description ?? ''}`), fieldTable('Request', request), answer ? fieldTable('Answer', answer) : '', answer ? tryIt(method.toUpperCase(), path, request) : '');
  });
  return fold(box, JSON.stringify([path, operation]));
}

function drawSchema(id, schema) {
  return fold(element('details', { id }, element('summary', {}, element('code', {}, id), ` ${schema.description ?? ''}`), fieldTable('Fields', schema)), JSON.stringify([id, schema]));
}

function drawFailure(code, { status, what, why, mend }) {
  return fold(element('details', { id: `failure-${code}` }, element('summary', {}, element('span', { className: 'method' }, String(status)), element('code', {}, code), ` ${what}`), element('p', {}, why), element('pre', {}, mend.join('\n'))), `${code} ${what} ${why}`);
}

function fold(box, text) {
  foldable.push({ box, text: text.toLowerCase() });
  return box;
}

function search(event) {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = foldable.filter(({ box, text }) => !(box.hidden = !matches(text, words)));
  document.getElementById('found').textContent = words.length ? `${found.length} found` : '';
}

function openNamed() {
  const box = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (box?.tagName === 'DETAILS') { box.hidden = false; box.open = true; box.scrollIntoView(); }
}

async function draw() {
  const document_ = await (await fetch('openapi.json')).json();
  document.getElementById('version').textContent = document_.info.version;
  document.getElementById('about').append(...document_.info.description.split('\n\n').map((text) => element('p', {}, text)));
  document.getElementById('operations').append(...Object.entries(document_.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => drawOperation(path, method, operation))));
  document.getElementById('schemas').append(...Object.entries(document_.components.schemas).map(([id, schema]) => drawSchema(id, schema)));
  document.getElementById('failures').append(...Object.entries(document_['x-errors']).map(([code, row]) => drawFailure(code, row)));
  document.getElementById('search').addEventListener('input', search);
  addEventListener('hashchange', openNamed);
  openNamed();
}
draw();
