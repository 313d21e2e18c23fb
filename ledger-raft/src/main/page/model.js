/* What the model's files say: texts in both languages, and what kind of thing an element is. */

const ESCAPES = { t: '\t', n: '\n', r: '\r', f: '\f' };
const unescaped = (text) =>
  text.replace(/\\(u([0-9a-fA-F]{4})|.)/g, (all, c, code) =>
    code ? String.fromCharCode(parseInt(code, 16)) : (ESCAPES[c] ?? c),
  );

/** Java's .properties, as far as texts need them: one line each, or continued behind a backslash. */
export function properties(text) {
  const texts = new Map();
  for (const line of text.replace(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
    const found = /^\s*(?![#!])((?:\\.|[^\\=:\s])+)\s*[=:]?\s*(.*)$/.exec(line);
    if (found) texts.set(unescaped(found[1]), unescaped(found[2]));
  }
  return texts;
}

const WORK = new Set(['serviceTask', 'sendTask', 'scriptTask', 'receiveTask', 'userTask', 'businessRuleTask']);
const HAPPENS = new Set(['startEvent', 'endEvent', 'boundaryEvent', 'intermediateCatchEvent']);

/** Element id to kind and name, of every file that is a model. */
export function elementsIn(files) {
  const elements = new Map();
  for (const [name, text] of Object.entries(files)) {
    if (!name.endsWith('.bpmn')) continue;
    const root = new DOMParser().parseFromString(text, 'application/xml');
    for (const element of root.getElementsByTagName('*')) {
      const inner = element.parentNode?.localName === 'subProcess';
      const kind = inner && /^(start|end)Event$/.test(element.localName) ? 'innerEvent' : element.localName;
      if (element.id) elements.set(element.id, { kind, name: element.getAttribute('name') ?? '' });
    }
  }
  return elements;
}

const PLAIN = new Set([
  'claimed',
  'released',
  'assigned',
  'incident',
  'incident-resolved',
  'status',
  'deadlines',
  'deviation-proposed',
  'deviation-recorded',
]);

/** Whether a transition concerns the case and not only the machinery. */
export function isPlain({ type, element }, elements) {
  const kind = elements.get(element)?.kind ?? '';
  if (type === 'started') return kind === 'userTask';
  if (type === 'completed' || type === 'passed') return WORK.has(kind) || HAPPENS.has(kind);
  if (type === 'cancelled') return WORK.has(kind);
  return PLAIN.has(type);
}
