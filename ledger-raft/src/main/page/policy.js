import { linesOf, same } from './bytes.js';
import { cosigned, made, nanosOf, parseLogKey, parseWitnessKey } from './note.js';

/* Whom one trusts: one or more log keys, or a C2SP tlog-policy file with logs, witnesses and how many must sign. */

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const TOP = '[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const HOST = `(?:(?:${LABEL}\\.)*${TOP}\\.?|${OCTET}(?:\\.${OCTET}){3}|\\[[0-9A-Fa-f:.]+\\])`;

const MAX_ADDRESS = 200;

/** C2SP tlog-witness is spoken over HTTP, below a path. */
const ADDRESS = new RegExp(`^https?://${HOST}(?::\\d{1,5})?(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?$`, 'i');

/** @returns {Promise<{logs: object[], witnesses: object[], quorum: object}|undefined>} undefined if it is neither */
export async function parseTrust(text) {
  const lines = linesOf(text);
  const limits = { retired: new Map(), stolen: new Map() };
  const trust = { logs: [], witnesses: [], quorum: { needed: 0, members: [] }, limits, acts: [] };
  if (!lines.some((line) => /^(log|witness|group|quorum)[ \t]/.test(line))) {
    for (const line of lines) {
      const key = await parseLogKey(line);
      if (!key) return undefined;
      trust.logs.push(key);
    }
    return trust.logs.length > 0 ? trust : undefined;
  }
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(text)) return undefined;
  const named = new Map([['none', { needed: 0, members: [] }]]);
  const grouped = new Set();
  let quorums = 0;
  for (const line of lines) {
    const [kind, ...words] = line.split(/[ \t]+/);
    if (kind === 'log' && (words.length === 1 || words.length === 2)) {
      const key = await parseLogKey(words[0]);
      if (!key || trust.logs.some((other) => same(other.bytes, key.bytes))) return undefined;
      trust.logs.push(key);
    } else if (kind === 'witness' && (words.length === 2 || words.length === 3) && !named.has(words[0])) {
      const key = await parseWitnessKey(words[1]);
      if (!key || trust.witnesses.some((other) => other.key.bytes.join() === key.bytes.join())) return undefined;
      if (words.length === 3 && !canBeAsked(words[2])) return undefined;
      const witness = { label: words[0], key };
      trust.witnesses.push(witness);
      named.set(words[0], { witness });
    } else if (kind === 'group' && words.length >= 3 && !named.has(words[0])) {
      const members = words.slice(2);
      const needed = threshold(words[1], members.length);
      const known = members.every((member) => member !== 'none' && named.has(member) && !grouped.has(member));
      if (!known || new Set(members).size !== members.length || needed < 1 || needed > members.length) return undefined;
      members.forEach((member) => grouped.add(member));
      named.set(words[0], { needed, members: members.map((member) => named.get(member)) });
    } else if (kind === 'quorum' && words.length === 1 && named.has(words[0]) && quorums++ === 0) {
      trust.quorum = named.get(words[0]);
    } else {
      return undefined;
    }
  }
  return quorums === 1 && trust.logs.length > 0 ? trust : undefined;
}

/** Whether it is an address as org.chancery.ledger.verify.PolicyParser asks of a witness. */
function canBeAsked(address) {
  try {
    return address.length <= MAX_ADDRESS && ADDRESS.test(address) && new URL(address).host !== '';
  } catch {
    return false;
  }
}

function threshold(word, all) {
  if (word === 'any') return 1;
  if (word === 'all') return all;
  return /^[1-9]\d{0,3}$/.test(word) ? Number(word) : 0;
}

const met = (quorum, signed) =>
  quorum.witness
    ? quorum.witness.label in signed
    : quorum.members.filter((member) => met(member, signed)).length >= quorum.needed;

const labels = (quorum) => (quorum.witness ? [quorum.witness.label] : quorum.members.flatMap(labels));

/** What a checkpoint's further signature lines come to. */
export async function witnessed(checkpoint, trust, logKeys) {
  const signed = Object.create(null);
  const forged = [];
  for (const { label, key } of trust.witnesses) {
    const at = await cosigned(checkpoint, key);
    if (at === 'forged') forged.push(label);
    else if (at !== undefined) signed[label] = at;
  }
  const unchecked = checkpoint.signatures
    .filter((line) => !logKeys.some((key) => made(key, line)) && !trust.witnesses.some(({ key }) => made(key, line)))
    .map((line) => line.name);
  const missing = labels(trust.quorum).filter((label) => !(label in signed));
  return { met: forged.length === 0 && met(trust.quorum, signed), signed, missing, forged, unchecked };
}

/**
 * Which keys of the log count for nothing on this checkpoint: named by an entry that nobody ordered, retired before it,
 * or stolen, and not as many witnesses as the policy asks for, and at least one, had it before. With why: since when
 * they were stolen, or what was not ordered.
 */
export async function endedFor(checkpoint, trust) {
  const ended = new Map();
  for (const key of trust.logs) {
    const doubt = trust.doubts?.find(({ event }) => event.key.text === key.text);
    const theft = trust.limits.stolen.get(key.text);
    if (doubt) ended.set(key, { doubt });
    else if (theft !== undefined && !(await seenBefore(checkpoint, trust, nanosOf(theft)))) ended.set(key, { since: theft });
    else if (checkpoint.size > trust.limits.retired.get(key.text)) ended.set(key, {});
  }
  return ended;
}

/** What is said of a checkpoint of whose signers no key is trusted: one may be named by an entry that nobody ordered. */
export function unordered(checkpoint, trust) {
  const doubt = trust.doubts?.find(({ event }) => checkpoint.signatures.some((line) => made(event.key, line)));
  return doubt && { verdict: 'unordered', key: doubt.event.key, doubt };
}

async function seenBefore(checkpoint, trust, nanos) {
  const { signed, forged } = await witnessed(checkpoint, trust, []);
  const early = Object.create(null); // labels are whatever the policy calls them
  for (const [label, at] of Object.entries(signed)) if (BigInt(at) * 1000000000n < nanos) early[label] = at;
  return forged.length === 0 && Object.keys(early).length > 0 && met(trust.quorum, early);
}
