import { base64url, bytesOf, isText, joined, saltOf } from './bytes.js';
import { parseObject } from './json.js';
import { hmac, sha256 } from './primitives.js';

/* The values that a record commits to, one a line, each shown with its salt or withheld. */

const hasOnly = (object, names) => Object.keys(object).sort().join() === names;
/** Between case, field and text stands a NUL: were there others, two of these could have one commitment. */
const isPart = (value) => isText(value) && !value.includes('\0');

/** @returns undefined if the line is not in its canonical form (RFC 8785) */
export function parseValue(line) {
  const value = parseObject(line);
  if (!value || !isText(value.name)) return undefined;
  if (!Number.isInteger(value.transition) || value.transition < 0 || value.transition > 2 ** 31 - 1) return undefined;
  const { personal } = value;
  if (!hasOnly(value, 'name,transition')) {
    if (!saltOf(value.salt) || !isText(value.value)) return undefined;
    if (personal === undefined) {
      if (!hasOnly(value, 'name,salt,transition,value')) return undefined;
    } else {
      if (personal === null || typeof personal !== 'object') return undefined;
      if (!hasOnly(value, 'name,personal,salt,transition,value')) return undefined;
      if (!hasOnly(personal, 'case,salt,text')) return undefined;
      if (!isPart(personal.case) || !saltOf(personal.salt) || !isPart(personal.text)) return undefined;
    }
  }
  return renderValue(value) === line ? value : undefined;
}

export function renderValue({ name, personal, salt, transition, value }) {
  const quoted = JSON.stringify;
  const own = personal
    ? `,"personal":{"case":${quoted(personal.case)},"salt":"${personal.salt}","text":${quoted(personal.text)}}`
    : '';
  const shown = salt === undefined ? ['', ''] : [`,"salt":"${salt}"`, `,"value":${quoted(value)}`];
  return `{"name":${quoted(name)}${own}${shown[0]},"transition":${transition}${shown[1]}}`;
}

/** What the transitions of a record commit to, in order. Only to be asked of a record that is proven. */
export function commitments(record) {
  const transitions = parseObject(record)?.transitions;
  if (!Array.isArray(transitions)) return [];
  return transitions.flatMap((each, transition) => {
    const set = each?.set;
    if (set === null || typeof set !== 'object' || Array.isArray(set)) return [];
    return Object.keys(set).sort().map((name) => ({ transition, name, hash: set[name] }));
  });
}

/** @returns what does not fit, {part, field}, or undefined */
export async function problemWith(record, values) {
  const all = commitments(record);
  for (const [i, { transition, name, hash }] of all.entries()) {
    if (values[i]?.transition !== transition || values[i].name !== name) return { part: 'FIELD_MISSING', field: name };
    if (!(await fits(values[i], hash))) return { part: 'FIELD', field: name };
  }
  return values.length > all.length ? { part: 'FIELD_ADDED', field: values[all.length].name } : undefined;
}

async function fits({ name, personal, salt, value }, hash) {
  if (salt === undefined) return true;
  const made = await sha256(joined(saltOf(salt), bytesOf(`${name}\0${value}`)));
  if (base64url(made) !== hash) return false;
  if (personal === undefined) return true;
  const text = bytesOf(`${personal.case}\0${name}\0${personal.text}`);
  return base64url(await hmac(saltOf(personal.salt), text)) === value;
}
