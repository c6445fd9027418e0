// What was done, as an XMP file (ISO 16684-1) beside the result, for asset managers that read no JSON. docs/presets.md documents the fields.
import type { AnyPlan } from '../../shared/plan.ts';
import type { SidecarFacts } from './sidecar.ts';

/** Our fields: a URN, since no web address is ours. */
const namespace = 'urn:framewright:xmp:1.0#';

/** A valid packet of RDF/XML. Key order is fixed, so equal facts give equal text. */
export function xmpOf(facts: Pick<SidecarFacts, 'plan' | 'result' | 'seconds'>): string {
  const { plan, result, seconds } = facts;
  const steps = [...plan.steps.map(({ title, method, why }) => ({ title, method, why })), ...plan.streams.flatMap((stream) => stream.steps)];
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>', '<x:xmpmeta xmlns:x="adobe:ns:meta/">', ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    `  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:framewright="${namespace}">`,
    field('xmp:CreatorTool', 'FrameWright'),
    field('framewright:interpolation_method', interpolationOf(plan)),
    field('framewright:processing_time', seconds.toFixed(3)),
    // A score would need the undamaged original.
    field('framewright:quality_score_absent', 'Not measured: there is no undamaged original to compare with.'),
    field('framewright:result', result.name), field('framewright:result_sha256', result.sha256),
    field('framewright:source', plan.media.path), field('framewright:source_bytes', String(plan.media.fingerprint.size)),
    field('framewright:delivery', `${plan.delivery.title} in ${plan.delivery.container.toUpperCase()}`),
    field('framewright:frames', String(plan.map.frames)),
    list('framewright:steps', steps.map(({ title, method, why }) => `${title} by ${method}. ${why}`)),
    list('framewright:notices', plan.notices),
    '  </rdf:Description>', ' </rdf:RDF>', '</x:xmpmeta>', '<?xpacket end="r"?>', '',
  ].filter((line) => line !== null).join('\n');
}

/** Methods of the steps that make pixels or frames where the source has none; `none` where no step does. */
function interpolationOf({ steps }: AnyPlan): string {
  const making = steps.filter(({ map, input, output }) => map !== 'same' || input.width !== output.width || input.height !== output.height);
  return making.length ? [...new Set(making.map(({ method }) => method))].join(', ') : 'none';
}

const field = (name: string, value: string): string => `   <${name}>${escaped(value)}</${name}>`;
const list = (name: string, values: readonly string[]): string | null =>
  (values.length ? `   <${name}><rdf:Seq>${values.map((value) => `<rdf:li>${escaped(value)}</rdf:li>`).join('')}</rdf:Seq></${name}>` : null);

/** XML 1.0 knows no other control characters than tab and line ends (§2.2); lone halves of a surrogate pair are no characters. */
function escaped(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD').toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
