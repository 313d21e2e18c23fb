import { base64, bytesOf, hashOf, Malformed, numberOf, same, textOf } from './bytes.js';
import { includes, leafHash } from './merkle.js';
import { made, parseCheckpoint, renderNote, signedByLog } from './note.js';
import { witnessed } from './policy.js';
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
 * @returns {Promise<{verdict: 'valid'|'altered'|'unknown'|'unwitnessed'|'malformed'}>} with what is known besides
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
  const key = trust.logs.find((known) => checkpoint.signatures.some((line) => made(known, line)));
  if (!key) return { verdict: 'unknown', signer: checkpoint.signatures[0].name };
  if (!(await signedByLog(checkpoint, key))) return { verdict: 'altered', part: 'CHECKPOINT', field: '' };
  const witnesses = await witnessed(checkpoint, trust, key);
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
  return { verdict: 'valid', receipt, leaf, key, witnesses };
}

/** The members of a record that is proven; none if it is not JSON. */
export function membersOf(receipt) {
  try {
    return Object(JSON.parse(receipt.record));
  } catch {
    return {};
  }
}

const stated = ({ receipt }) => {
  const { case: subject, time, transitions } = membersOf(receipt);
  const status = (Array.isArray(transitions) ? transitions : [])
    .filter((transition) => transition?.type === 'status' && typeof transition.facts?.status === 'string')
    .at(-1)?.facts.status;
  return typeof subject === 'string' && status ? { subject, status, time, index: receipt.index } : undefined;
};

/** Whether a valid receipt states the status of its case, which a later record may replace. */
export const statesStatus = (valid) => stated(valid) !== undefined;

/** The same valid verdict in the light of other valid ones: a later status of the same case revokes the stated one. */
export function inTheLightOf(valid, others) {
  const own = stated(valid);
  if (!own) return valid;
  const later = others
    .filter((other) => other.verdict === 'valid')
    .filter((other) => other.receipt.checkpoint.origin === valid.receipt.checkpoint.origin)
    .map(stated)
    .filter((other) => other && other.subject === own.subject && other.index > own.index)
    .reduce((newest, other) => (newest && newest.index > other.index ? newest : other), undefined);
  return later && later.status !== own.status
    ? { ...valid, verdict: 'revoked', status: later.status, since: later.time, by: later.index }
    : valid;
}
