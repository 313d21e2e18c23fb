import { bytesOf, fromBase64, linesOf, numberOf, same } from './bytes.js';
import { parseLogKey } from './note.js';
import { isSigned } from './primitives.js';

/* On whose order an entry about a log's keys stands, as org.chancery.ledger.verify.KeyRecord has it. */

const FOR_A_THEFT = 2;

/** Whether anything stands in a file of officers, readable or not. */
export const names = (text) => linesOf(text ?? '').length > 0;

/** Whether a file is meant to name officers, and is no receipt, page or history. */
export const isOfficers = (text) => /^(until \d+ )?[^\s+]+\+[0-9a-f]{8}\+\S+$/.test(linesOf(text ?? '')[0] ?? '');

/** Who may order, as officers.vkey tells: [{key, until}]; undefined if it does not. */
export async function parseOfficers(text) {
  const officers = [];
  for (const line of linesOf(text)) {
    const [, number, named] = /^(?:until ([^ ]+) )?([^ ]+)$/.exec(line) ?? [];
    const until = number === undefined ? undefined : numberOf(number);
    const key = named === undefined ? undefined : await parseLogKey(named);
    if (!key || (number !== undefined && until === undefined)) return undefined;
    // two names for one key would let one person order what takes two
    if (officers.some((other) => same(other.key.bytes, key.bytes))) return undefined;
    officers.push({ key, until });
  }
  return officers.length > 0 ? officers : undefined;
}

/** What officers sign. */
function orderOf(origin, events) {
  const texts = events.map(({ type, key, after, since }) => {
    const named = JSON.stringify(key.text);
    if (type === 'key-added') return `{"after":${JSON.stringify(after.text)},"key":${named},"type":"key-added"}`;
    const when = type === 'key-compromised' ? `"since":"${since}",` : '';
    return `{"key":${named},${when}"type":"${type}"}`;
  });
  return bytesOf(`chancery key order v1\n${origin}\n[${texts.join(',')}]\n`);
}

/** A record's authority: its lines, none if it has none, and whether all of it can be read. */
export async function authorityOf(told = []) {
  const lines = [];
  for (const each of Array.isArray(told) ? told : []) {
    const { key, signature } = Object(each);
    const named = typeof key === 'string' ? await parseLogKey(key) : undefined;
    const bytes = fromBase64(signature);
    if (named && bytes) lines.push({ key: named, bytes });
  }
  return { lines, readable: Array.isArray(told) && lines.length === told.length };
}

/**
 * Whether enough different officers ordered it: one, two if it tells of a theft. A bad signature in the name of one of
 * them spoils the rest; those of others say nothing.
 *
 * @returns {Promise<{kind: 'ordered'|'claimed'|'unordered', names: string[], needed: number}>} claimed: nobody is asked
 */
export async function orderedBy(officers, { lines, readable }, origin, events, index) {
  const needed = events.some(({ type }) => type === 'key-compromised') ? FOR_A_THEFT : 1;
  if (!officers && readable && lines.length === 0) return { kind: 'claimed', names: [], needed };
  const order = orderOf(origin, events);
  const mayOrder = ({ key }) =>
    !officers || officers.some((one) => one.key.text === key.text && (one.until === undefined || index < one.until));
  const names = new Set();
  let forged = !readable;
  for (const line of lines.filter(mayOrder)) {
    if (await isSigned(line.key.bytes, order, line.bytes, line.key.algorithm)) names.add(line.key.name);
    else forged = true;
  }
  const sorted = [...names].sort();
  if (forged || names.size < needed) return { kind: 'unordered', names: sorted, needed };
  return { kind: officers ? 'ordered' : 'claimed', names: sorted, needed };
}
