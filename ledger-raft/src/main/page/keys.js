import { fromBase64, textOf } from './bytes.js';
import { authorityOf, names, orderedBy, parseOfficers } from './keyorder.js';
import { isInstant, nanosOf, parseLogKey } from './note.js';
import { parseTrust } from './policy.js';
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
    if (key && type === 'key-compromised' && isInstant(since)) events.push({ type, key, since });
  }
  return events;
}

/** Trust and limits after the receipts that count under them, and what these say: [{event, index, authority}]. */
async function step(trust, receipts) {
  const logs = [...trust.logs];
  const retired = new Map(trust.limits.retired);
  const stolen = new Map(trust.limits.stolen);
  const acts = trust.acts.filter(isEnd); // as those limits stay, so does their reason
  const know = (key) => logs.some(({ text }) => text === key.text) || logs.push(key);
  for (const file of receipts) {
    const signed = await verify(file, { ...trust, quorum: NOBODY });
    if (signed.verdict !== 'valid') continue;
    const whole = (await verify(file, trust)).verdict === 'valid';
    const { index, checkpoint } = signed.receipt;
    const events = await eventsOf(signed.receipt);
    const stated = await authorityOf(membersOf(signed.receipt).authority);
    const authority = await orderedBy(trust.officers, stated, checkpoint.origin, events, index);
    for (const event of events) {
      const { type, key, after, since } = event;
      const { text } = key;
      const act = { event, index, authority };
      if (!acts.some((other) => sameAct(other, act))) acts.push(act);
      if (authority.kind === 'unordered') continue;
      if (whole) know(key); // one that ended too: what it signed before is what it was
      if (whole && after) know(after);
      if (type === 'key-retired' && !(retired.get(text) <= index)) retired.set(text, index);
      if (type === 'key-compromised' && !(stolen.has(text) && nanosOf(stolen.get(text)) <= nanosOf(since))) stolen.set(text, since);
    }
  }
  return { ...trust, logs, limits: { retired, stolen }, acts };
}

const sameEvent = (one, other) =>
  one.type === other.type && one.key.text === other.key.text && one.after?.text === other.after?.text && one.since === other.since;
/** One entry, told under the key before and the key after. */
const sameAct = (one, other) =>
  one.index === other.index && sameEvent(one.event, other.event) && JSON.stringify(one.authority) === JSON.stringify(other.authority);

const told = ({ logs, limits, acts }) =>
  JSON.stringify([logs.length, ...limits.retired.keys(), [...limits.retired.values()].map(String), ...limits.stolen, acts.length]);

/** Goes on until nothing is new. */
async function settled(trust, receipts) {
  const next = await step(trust, receipts);
  return told(next) === told(trust) ? next : settled(next, receipts);
}

/**
 * What is trusted in the light of a history. That a key ended is believed of any receipt whose signature holds; a key
 * that was not known, only of receipts that are valid under the policy too. What the officers who are asked did not
 * order is not believed either way, and the key that it names counts for nothing. After each end all is gone through
 * again.
 */
async function inTheLightOfKeys(given, receipts) {
  let known = await settled(given, receipts);
  for (;;) {
    const next = await settled({ ...given, limits: known.limits, acts: known.acts }, receipts);
    if (told({ ...next, logs: [], acts: [] }) === told({ ...known, logs: [], acts: [] })) {
      next.acts.sort((one, other) => Number(one.index - other.index));
      return { ...next, doubts: doubtsOf(next.acts) };
    }
    known = next;
  }
}

const isOrdered = ({ authority }) => authority.kind !== 'unordered';
const isEnd = (act) => isOrdered(act) && act.event.type !== 'key-added';

/** What was not ordered, unless another entry says the same on an order. */
function doubtsOf(acts) {
  return acts.filter((act) => !isOrdered(act) && !acts.some((other) => isOrdered(other) && sameEvent(other.event, act.event)));
}

/** The same in the light of these receipts besides what is known of the keys. */
export async function withReceipts(trust, receipts) {
  const known = new Map([...(trust.history ?? []), ...receipts].map((receipt) => [textOf(receipt), receipt]));
  const history = [...known.values()];
  const given = trust.given ?? trust;
  return { ...(await inTheLightOfKeys(given, history)), given, history };
}

/** The same for a text; the trust as it is if that is no history. */
export async function withHistory(trust, text) {
  const receipts = text === undefined ? undefined : parseHistory(text);
  return trust && receipts ? withReceipts(trust, receipts) : trust;
}

/**
 * What somebody trusts who gives these texts: keys or a policy, and, if any, a history of keys and who may order what it
 * tells. Undefined if one of them cannot be read: nothing is believed while a broken file may hide an end.
 */
export async function trusting(keys, history, officers) {
  const trust = await parseTrust(keys);
  const asked = names(officers) ? await parseOfficers(officers) : undefined;
  if ((names(officers) && !asked) || (history !== undefined && !parseHistory(history))) return undefined;
  return withHistory(trust && asked ? { ...trust, officers: asked } : trust, history);
}
