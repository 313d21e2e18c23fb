import { fromBase64, textOf } from './bytes.js';
import { isInstant, parseLogKey } from './note.js';
import { membersOf, verify } from './receipt.js';

/* What became of a log's keys, as log.keys tells it: receipts of the log's own entries about them. */

const FIRST_LINE = 'chancery keys v1';
const MAX_RECEIPTS = 1000;
const NOBODY = { needed: 0, members: [] };

/** Whether a file is meant to be a history of keys. */
export const isHistory = (file) => textOf(file.slice(0, FIRST_LINE.length)) === FIRST_LINE;

/** The receipts of a history, or undefined. */
export function parseHistory(text) {
  const [first, ...lines] = text.split('\n');
  if (first !== FIRST_LINE || lines.pop() !== '' || lines.length >= MAX_RECEIPTS) return undefined;
  const receipts = lines.map(fromBase64);
  return receipts.includes(undefined) ? undefined : receipts;
}

/** The key that a transition names by this member, if it is one of this log. */
async function keyIn(transition, member, origin) {
  const text = transition[member];
  const key = typeof text === 'string' ? await parseLogKey(text) : undefined;
  return key?.name === origin ? key : undefined;
}

/** What a record says of keys of its log: [{type, key, after, since}]. */
async function eventsOf(receipt) {
  const { kind, transitions } = membersOf(receipt);
  const { origin } = receipt.checkpoint;
  const events = [];
  for (const told of kind === 'log-key' && Array.isArray(transitions) ? transitions : []) {
    const key = await keyIn(Object(told), 'key', origin);
    const after = await keyIn(Object(told), 'after', origin);
    const { type, since } = Object(told);
    if (key && type === 'key-added' && after) events.push({ type, key, after });
    if (key && type === 'key-retired') events.push({ type, key });
    if (key && type === 'key-compromised' && isInstant(String(since))) events.push({ type, key, since });
  }
  return events;
}

/** Trust and limits after the receipts that count under them. */
async function step(trust, receipts) {
  const logs = [...trust.logs];
  const retired = new Map(trust.limits.retired);
  const stolen = new Map(trust.limits.stolen);
  const know = (key) => logs.some(({ text }) => text === key.text) || logs.push(key);
  for (const file of receipts) {
    const signed = await verify(file, { ...trust, quorum: NOBODY });
    if (signed.verdict !== 'valid') continue;
    const whole = (await verify(file, trust)).verdict === 'valid';
    const { index } = signed.receipt;
    for (const { type, key, after, since } of await eventsOf(signed.receipt)) {
      const { text } = key;
      if (whole) know(key); // one that ended too: what it signed before is what it was
      if (whole && after) know(after);
      if (type === 'key-retired' && !(retired.get(text) <= index)) retired.set(text, index);
      if (type === 'key-compromised' && !(Date.parse(stolen.get(text)) <= Date.parse(since))) stolen.set(text, since);
    }
  }
  return { ...trust, logs, limits: { retired, stolen } };
}

const told = ({ logs, limits }) => JSON.stringify([logs.length, ...limits.retired.keys(), [...limits.retired.values()].map(String), ...limits.stolen]);

/** Goes on until nothing is new. */
async function settled(trust, receipts) {
  const next = await step(trust, receipts);
  return told(next) === told(trust) ? next : settled(next, receipts);
}

/**
 * What is trusted in the light of a history. That a key ended is believed of any receipt whose signature holds; a key
 * that was not known, only of receipts that are valid under the policy too. After each end all is gone through again.
 */
export async function inTheLightOfKeys(trust, receipts) {
  let { limits } = trust;
  for (;;) {
    const known = await settled({ ...trust, limits }, receipts);
    if (told({ logs: [], limits: known.limits }) === told({ logs: [], limits })) return known;
    ({ limits } = known);
  }
}

/** The same for a text; the trust as it is if that is no history. */
export async function withHistory(trust, text) {
  const receipts = text === undefined ? undefined : parseHistory(text);
  return trust && receipts ? inTheLightOfKeys(trust, receipts) : trust;
}
