import { base64, bytesOf, fromBase64, hashOf, hex, joined, Malformed, numberOf, same } from './bytes.js';
import { isP256Key, isSm2Key } from './curves.js';
import { isSigned, sha256 } from './primitives.js';

/* C2SP signed-note, tlog-checkpoint and tlog-cosignature. */

const COSIGNATURE = Uint8Array.of(4);
const MAX_SIGNATURES = 64;

const is32 = (bytes) => bytes.length === 32;

/* As org.chancery.ledger.verify.SignatureAlgorithm lays them out. */
const ALGORITHMS = [
  { name: 'ed25519', type: Uint8Array.of(1), isKey: is32 },
  { name: 'p-256', type: Uint8Array.of(2), isKey: isP256Key },
  { name: 'sm2', type: joined(Uint8Array.of(255), bytesOf('1.2.156.10197.1.501')), isKey: isSm2Key },
];

const isKeyName = (name) => name !== '' && !/[+\p{Z}\p{Cc}]/u.test(name);

/** name+hex id+base64(type || key); undefined if it is of none of these types. */
async function parseKey(text, types) {
  const [name, id, key, ...more] = text.split('+');
  const typed = key === undefined ? undefined : fromBase64([key, ...more].join('+'));
  const found = typed && types.find(({ type, isKey }) => same(typed.slice(0, type.length), type) && isKey(typed.slice(type.length)));
  if (!isKeyName(name) || !found) return undefined;
  const bytes = typed.slice(found.type.length);
  const named = found.name === 'p-256' ? bytes : joined(bytesOf(name), Uint8Array.of(10), typed);
  const keyId = (await sha256(named)).slice(0, 4);
  return hex(keyId) === id ? { name, id: keyId, bytes, text, algorithm: found.name } : undefined;
}

export const parseLogKey = (text) => parseKey(text, ALGORITHMS);
export const parseWitnessKey = (text) => parseKey(text, [{ name: 'ed25519', type: COSIGNATURE, isKey: is32 }]);

/** As Java writes an instant of the years 0000 to 9999, in UTC. */
export const isInstant = (text) => {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.(\d{3}){1,3})?Z$/.test(text) || /\.\d*000Z$/.test(text)) return false;
  const seconds = `${text.slice(0, 19)}.000Z`;
  const date = new Date(seconds);
  return !Number.isNaN(date.getTime()) && date.toISOString() === seconds;
};

/** Nanoseconds since 1970: browsers' dates know thousandths of a second only. */
export const nanosOf = (instant) =>
  BigInt(Date.parse(`${instant.slice(0, 19)}Z`)) * 1000000n + BigInt(instant.slice(20, -1).padEnd(9, '0'));

/** @param {number} before lines of the file before this one */
export function parseNote(text, before) {
  let line = 1;
  for (const c of text) {
    if (c === '\n') line++;
    else if (c < ' ') throw new Malformed(before + line, 'CONTROL_CHARACTER');
  }
  const split = text.lastIndexOf('\n\n');
  if (split < 0) throw new Malformed(before + line - 1, 'NO_EMPTY_LINE');
  if (!text.endsWith('\n')) throw new Malformed(before + line - 1, 'ENDS_EARLY');
  const signed = text.slice(0, split + 1);
  const first = before + signed.split('\n').length + 1;
  const lines = text.slice(split + 2).split('\n').slice(0, -1);
  const signatures = lines.map((each, i) => {
    const found = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(each);
    const bytes = found && isKeyName(found[1]) ? fromBase64(found[2]) : undefined;
    if (!bytes || bytes.length <= 4) throw new Malformed(first + i, 'BAD_SIGNATURE_LINE');
    return { name: found[1], id: bytes.slice(0, 4), bytes: bytes.slice(4) };
  });
  if (signatures.length === 0 || signatures.length > MAX_SIGNATURES) {
    throw new Malformed(first + signatures.length, 'BAD_SIGNATURE_LINE');
  }
  return { signed, signatures };
}

/** @param {number} before lines of the file before this one */
export function parseCheckpoint(text, before) {
  const note = parseNote(text, before);
  const lines = note.signed.split('\n');
  // No key signs a receipt twice: a line could be added and nobody would notice.
  const keys = new Set(note.signatures.map(({ name, id }) => `${name}+${hex(id)}`));
  if (keys.size < note.signatures.length) {
    throw new Malformed(before + lines.length + note.signatures.length, 'BAD_SIGNATURE_LINE');
  }
  if (lines.length !== 5 || lines[0] === '') throw new Malformed(before + 1, 'BAD_CHECKPOINT');
  const size = numberOf(lines[1]);
  if (size === undefined) throw new Malformed(before + 2, 'BAD_SIZE');
  const root = hashOf(lines[2]);
  if (!root) throw new Malformed(before + 3, 'BAD_HASH');
  const time = lines[3].startsWith('time ') ? lines[3].slice(5) : '';
  if (!isInstant(time)) throw new Malformed(before + 4, 'BAD_TIME');
  return { ...note, origin: lines[0], size, root, time };
}

export function renderNote({ signed, signatures }) {
  const lines = signatures.map(({ name, id, bytes }) => `\u2014 ${name} ${base64(joined(id, bytes))}\n`);
  return `${signed}\n${lines.join('')}`;
}

/** Whether a signature line names this key. */
export const made = (key, line) => key.name === line.name && same(key.id, line.id);

/**
 * Which trusted keys of its log signed a checkpoint, the one that counts first, or what stands against it. Further
 * algorithms add to Ed25519 and never take its place; whoever trusts the SM2 key of a log alone asks for that line.
 *
 * @param {Map<object, object>} ended keys that count for nothing on this checkpoint, with why
 */
export async function signedByLog(checkpoint, logs, ended) {
  const named = logs.filter((known) => checkpoint.signatures.some((line) => made(known, line)));
  // a bad line of any known key spoils the note, wherever it stands
  const spoilt = (await Promise.all(named.map((known) => forgedLine(checkpoint, known)))).includes(true);
  const signed = named.filter((key) => key.name === checkpoint.origin);
  if (spoilt || (named.length > 0 && signed.length === 0)) return { verdict: 'altered', part: 'CHECKPOINT', field: '' };
  const isMain = ({ algorithm }) => algorithm === 'ed25519';
  const own = signed.filter((key) => !ended.has(key));
  const first = own.find(isMain) ?? signed.find(isMain) ?? signed[0];
  if (first && ended.has(first)) {
    const { since, doubt } = ended.get(first);
    return doubt ? { verdict: 'unordered', key: first, doubt } : { verdict: 'ended', key: first, since };
  }
  const mainAsked = logs.some((key) => key.name === checkpoint.origin && isMain(key));
  const counts = own.find(isMain) ?? (mainAsked ? undefined : own[0]);
  if (!counts) return { verdict: 'unknown', signer: checkpoint.signatures[0].name };
  return { keys: [counts, ...own.filter((key) => key !== counts)] };
}

/** Whether a line in the name of this key was not made with it. */
async function forgedLine(checkpoint, key) {
  for (const line of checkpoint.signatures.filter((each) => made(key, each))) {
    if (!(await isSigned(key.bytes, bytesOf(checkpoint.signed), line.bytes, key.algorithm))) return true;
  }
  return false;
}

/** When the witness cosigned, in seconds since 1970 UTC; undefined if it did not, 'forged' if somebody else did. */
export async function cosigned(checkpoint, key) {
  const line = checkpoint.signatures.find((each) => made(key, each));
  if (!line) return undefined;
  if (line.bytes.length !== 72) return 'forged';
  const seconds = new DataView(line.bytes.buffer, line.bytes.byteOffset).getBigInt64(0);
  // Beyond the year 9999 no calendar of ours reaches.
  if (seconds <= 0n || seconds > 253402300799n) return 'forged';
  const message = bytesOf(`cosignature/v1\ntime ${seconds}\n${checkpoint.signed}`);
  return (await isSigned(key.bytes, message, line.bytes.slice(8))) ? Number(seconds) : 'forged';
}
