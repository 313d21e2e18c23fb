import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';

/*
 * The check of a receipt in the browser, as strict as org.chancery.ledger.verify: every value has one written form,
 * and a receipt that does not render back to its own bytes is refused. No WebCrypto: plain HTTP addresses lack it.
 */

const MAX_BYTES = 128 * 1024;
const MAX_PROOF = 64;
const encoder = new TextEncoder();

class Malformed extends Error {
  constructor(line, flaw) {
    super(`line ${line}: ${flaw}`);
    this.line = line;
    this.flaw = flaw;
  }
}

const bytesOf = (text) => encoder.encode(text);
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const joined = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
};
export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
export const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** RFC 4648 §4 with padding and unused bits zero, or undefined. */
function fromBase64(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return base64(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

const hashOf = (text) => {
  const bytes = fromBase64(text);
  return bytes?.length === 32 ? bytes : undefined;
};
const numberOf = (text) => (/^(0|[1-9][0-9]{0,17})$/.test(text) ? BigInt(text) : undefined);
const isInstant = (text) => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.(\d{3}){1,3})?Z$/.test(text) || /\.\d*000Z$/.test(text)) return false;
  const seconds = `${text.slice(0, 19)}.000Z`;
  const date = new Date(seconds);
  return !Number.isNaN(date.getTime()) && date.toISOString() === seconds;
};
const isKeyName = (name) => name !== '' && !/[+\s\p{Z}\p{Cc}]/u.test(name);

/** A C2SP signed-note verifier key: name+hex id+base64(0x01 || key); undefined if it is none. */
export function parseKey(text) {
  const [name, id, key, ...more] = text.split('+');
  const rest = [key, ...more].join('+');
  const typed = key === undefined ? undefined : fromBase64(rest);
  if (!isKeyName(name) || typed?.length !== 33 || typed[0] !== 1) return undefined;
  const keyId = sha256(joined(bytesOf(name), Uint8Array.of(10), typed)).slice(0, 4);
  return hex(keyId) === id ? { name, id: keyId, bytes: typed.slice(1), text } : undefined;
}

function parseNote(text, before) {
  [...text].reduce((line, c) => {
    if (c === '\n') return line + 1;
    if (c < ' ') throw new Malformed(before + line, 'CONTROL_CHARACTER');
    return line;
  }, 1);
  const count = text.split('\n').length - 1;
  const split = text.lastIndexOf('\n\n');
  if (split < 0) throw new Malformed(before + count, 'NO_EMPTY_LINE');
  if (!text.endsWith('\n')) throw new Malformed(before + count, 'ENDS_EARLY');
  const signed = text.slice(0, split + 1);
  const first = signed.split('\n').length + 1;
  const signatures = text.slice(split + 2).split('\n').filter((line) => line !== '').map((line, i) => {
    const found = /^\u2014 (\S+) (\S+)$/u.exec(line);
    const bytes = found && isKeyName(found[1]) ? fromBase64(found[2]) : undefined;
    if (!bytes || bytes.length <= 4) throw new Malformed(before + first + i, 'BAD_SIGNATURE_LINE');
    return { name: found[1], id: bytes.slice(0, 4), bytes: bytes.slice(4) };
  });
  if (signatures.length !== 1) throw new Malformed(before + count, 'NOT_ONE_SIGNATURE');
  return { signed, signature: signatures[0] };
}

function parseCheckpoint(text, before) {
  const note = parseNote(text, before);
  const lines = note.signed.split('\n');
  if (lines.length !== 5 || lines[0] === '') throw new Malformed(before + 1, 'BAD_CHECKPOINT');
  const size = numberOf(lines[1]);
  if (size === undefined) throw new Malformed(before + 2, 'BAD_SIZE');
  const root = hashOf(lines[2]);
  if (!root) throw new Malformed(before + 3, 'BAD_HASH');
  const time = lines[3].startsWith('time ') ? lines[3].slice(5) : '';
  if (!isInstant(time)) throw new Malformed(before + 4, 'BAD_TIME');
  return { ...note, origin: lines[0], size, root, time };
}

function parse(file) {
  if (file.length > MAX_BYTES) throw new Malformed(1, 'TOO_LONG');
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
  } catch {
    throw new Malformed(1, 'NOT_UTF8');
  }
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
  expect(next() === 'chancery receipt v1', 'NOT_A_RECEIPT');
  const record = next();
  expect(record !== '', 'NOT_A_RECEIPT');
  expect(next() === '', 'NO_EMPTY_LINE');
  expect(next() === 'c2sp.org/tlog-proof@v1', 'NOT_A_PROOF');
  const line = next();
  const index = line.startsWith('index ') ? numberOf(line.slice(6)) : undefined;
  expect(index !== undefined, 'BAD_INDEX');
  const proof = [];
  for (let hash = next(); hash !== ''; hash = next()) {
    const bytes = hashOf(hash);
    expect(bytes && proof.length < MAX_PROOF, 'BAD_HASH');
    proof.push(bytes);
  }
  const checkpoint = parseCheckpoint(text.slice(at), number);
  return { record, index, proof, checkpoint };
}

function render({ record, index, proof, checkpoint: { signed, signature } }) {
  const path = proof.map((hash) => `${base64(hash)}\n`).join('');
  const mark = `\u2014 ${signature.name} ${base64(joined(signature.id, signature.bytes))}\n`;
  return `chancery receipt v1\n${record}\n\nc2sp.org/tlog-proof@v1\nindex ${index}\n${path}\n${signed}\n${mark}`;
}

/** RFC 6962 §2.1. */
export const leafHash = (record) => sha256(joined(Uint8Array.of(0), bytesOf(record)));
const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

/** RFC 9162 §2.1.3.2. */
export function includes(index, leaf, proof, size, root) {
  if (index >= size) return false;
  let node = index;
  let last = size - 1n;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      hash = nodeHash(sibling, hash);
      while ((node & 1n) === 0n && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && same(hash, root);
}

/**
 * @param {Uint8Array} file bytes of a .receipt file
 * @param {{name: string, id: Uint8Array, bytes: Uint8Array}} key the log that is trusted
 * @returns {{verdict: 'valid'|'altered'|'unknown'|'malformed'}} with what is known besides
 */
export function verify(file, key) {
  try {
    const receipt = parse(file);
    if (!same(bytesOf(render(receipt)), file)) throw new Malformed(1, 'NOT_A_RECEIPT');
    const { checkpoint } = receipt;
    const { signature } = checkpoint;
    if (signature.name !== key.name || !same(signature.id, key.id)) {
      return { verdict: 'unknown', signer: signature.name };
    }
    if (checkpoint.origin !== key.name || !isSigned(checkpoint, key)) {
      return { verdict: 'altered', part: 'CHECKPOINT' };
    }
    const leaf = leafHash(receipt.record);
    return includes(receipt.index, leaf, receipt.proof, checkpoint.size, checkpoint.root)
      ? { verdict: 'valid', receipt, leaf }
      : { verdict: 'altered', part: 'RECORD_OR_PROOF' };
  } catch (problem) {
    if (problem instanceof Malformed) return { verdict: 'malformed', line: problem.line, flaw: problem.flaw };
    throw problem;
  }
}

function isSigned(checkpoint, key) {
  try {
    return ed25519.verify(checkpoint.signature.bytes, bytesOf(checkpoint.signed), key.bytes, { zip215: false });
  } catch {
    return false; // not a signature at all
  }
}
