import { base64, bytesOf, hashOf, Malformed, numberOf, same, textOf } from './bytes.js';
import { parseObject } from './json.js';
import { includes, leafHash } from './merkle.js';
import { isInstant, parseCheckpoint, renderNote, signedByLog } from './note.js';
import { endedFor, unordered, witnessed } from './policy.js';
import { parseValue, problemWith, renderValue } from './values.js';

/*
 * The check of a receipt in the browser, as strict as org.chancery.ledger.verify: every value has one written form,
 * and a receipt that does not render back to its own bytes is refused.
 */

const MAX_BYTES = 1024 * 1024;
const MAX_PROOF = 64;
const FIRST_LINE = 'chancery receipt v2';
const PROOF_LINE = 'c2sp.org/tlog-proof@v1';

function parse(file) {
  if (file.length > MAX_BYTES) throw new Malformed(1, 'TOO_LONG');
  const text = textOf(file);
  if (text === undefined) throw new Malformed(1, 'NOT_UTF8');
  let at = 0;
  let number = 0;
  const next = () => {
    const end = text.indexOf('\n', at);
    number++;
    if (end < 0) throw new Malformed(number, 'ENDS_EARLY');
    const line = text.slice(at, end);
    at = end + 1;
    return line;
  };
  const expect = (held, flaw) => {
    if (!held) throw new Malformed(number, flaw);
  };
  expect(next() === FIRST_LINE, 'NOT_A_RECEIPT');
  const record = next();
  expect(record !== '', 'NOT_A_RECEIPT');
  const values = [];
  for (let line = next(); line !== ''; line = next()) {
    const value = parseValue(line);
    expect(value, 'BAD_VALUE');
    values.push(value);
  }
  expect(next() === PROOF_LINE, 'NOT_A_PROOF');
  const line = next();
  const index = line.startsWith('index ') ? numberOf(line.slice(6)) : undefined;
  expect(index !== undefined, 'BAD_INDEX');
  const proof = [];
  for (let hash = next(); hash !== ''; hash = next()) {
    const bytes = hashOf(hash);
    expect(bytes && proof.length < MAX_PROOF, 'BAD_HASH');
    proof.push(bytes);
  }
  return { record, values, index, proof, checkpoint: parseCheckpoint(text.slice(at), number) };
}

function render({ record, values, index, proof, checkpoint }) {
  const lines = values.map((value) => `${renderValue(value)}\n`).join('');
  const path = proof.map((hash) => `${base64(hash)}\n`).join('');
  return `${FIRST_LINE}\n${record}\n${lines}\n${PROOF_LINE}\nindex ${index}\n${path}\n${renderNote(checkpoint)}`;
}

/**
 * @param {Uint8Array} file bytes of a .receipt file
 * @param {{logs: object[], witnesses: object[], quorum: object}} trust see policy.js
 * @returns {Promise<{verdict: 'valid'|'altered'|'unknown'|'ended'|'unordered'|'unwitnessed'|'malformed'}>} with what is known besides
 */
export async function verify(file, trust) {
  try {
    const receipt = parse(file);
    if (!same(bytesOf(render(receipt)), file)) throw new Malformed(1, 'NOT_A_RECEIPT');
    return await judge(receipt, trust);
  } catch (problem) {
    if (problem instanceof Malformed) return { verdict: 'malformed', line: problem.line, flaw: problem.flaw };
    throw problem;
  }
}

async function judge(receipt, trust) {
  const { checkpoint } = receipt;
  const log = await signedByLog(checkpoint, trust.logs, await endedFor(checkpoint, trust));
  if (log.verdict) return (log.verdict === 'unknown' && unordered(checkpoint, trust)) || log;
  const witnesses = await witnessed(checkpoint, trust, log.keys);
  if (witnesses.forged.length > 0) {
    return { verdict: 'altered', part: 'COSIGNATURE', field: witnesses.forged.join(', ') };
  }
  const leaf = await leafHash(bytesOf(receipt.record));
  if (!(await includes(receipt.index, leaf, receipt.proof, checkpoint.size, checkpoint.root))) {
    return { verdict: 'altered', part: 'RECORD_OR_PROOF', field: '' };
  }
  const problem = receipt.values.length > 0 ? await problemWith(receipt.record, receipt.values) : undefined;
  if (problem) return { verdict: 'altered', ...problem };
  if (!witnesses.met) return { verdict: 'unwitnessed', missing: witnesses.missing };
  return { verdict: 'valid', receipt, leaf, key: log.keys[0], keys: log.keys, witnesses };
}

/** The members of a record that is proven; none if it is no object in JSON. */
export function membersOf(receipt) {
  return parseObject(receipt.record) ?? {};
}

/** The last status that a valid receipt's record states of each case: [{subject, status, time, index}]. */
function stated({ receipt }) {
  const record = membersOf(receipt);
  const last = new Map();
  if (!isInstant(record.time)) return [];
  for (const transition of Array.isArray(record.transitions) ? record.transitions : []) {
    if (transition?.type !== 'status' || typeof transition.facts?.status !== 'string') continue;
    // a record of several cases names none; each of its transitions names its own
    const subject = transition.case === undefined ? record.case : transition.case;
    if (typeof subject !== 'string') continue;
    last.set(subject, { subject, status: transition.facts.status, time: record.time, index: receipt.index });
  }
  return [...last.values()];
}

const ofOneLog = (one, other) => one.receipt.checkpoint.origin === other.receipt.checkpoint.origin;
const newest = (found) => found.reduce((one, other) => (one && one.index > other.index ? one : other), undefined);

/** Of how many cases a valid receipt states the status, which a later record may replace. */
export const casesStated = (valid) => stated(valid).length;

/** Whether a valid receipt is as new as another and states a status of every case of which the other states one. */
export function answers(valid, other) {
  const known = ofOneLog(valid, other) ? stated(valid) : [];
  return stated(other).every((own) => known.some(({ subject, index }) => subject === own.subject && index >= own.index));
}

/** The same valid verdict in the light of other valid ones: a later status of the same case revokes the stated one. */
export function inTheLightOf(valid, others) {
  const known = others.filter((other) => other.verdict === 'valid' && ofOneLog(other, valid)).flatMap(stated);
  const replaced = stated(valid).flatMap((own) => {
    const later = newest(known.filter(({ subject, index }) => subject === own.subject && index > own.index));
    return later && later.status !== own.status ? [{ ...later, was: own.status }] : [];
  });
  const by = newest(replaced);
  return by
    ? { ...valid, verdict: 'revoked', was: by.was, status: by.status, since: by.time, by: by.index }
    : valid;
}
