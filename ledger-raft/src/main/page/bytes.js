/* Bytes and their one written form; every other form of the same value is refused. */

const encoder = new TextEncoder();

export const bytesOf = (text) => encoder.encode(text);
export const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

/** RFC 4648 §4 with padding. */
export function base64(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** RFC 4648 §5 without padding. */
export const base64url = (bytes) => base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Padded and with unused bits zero, or undefined. */
export function fromBase64(text) {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return base64(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

const ofLength = (text, length) => {
  const bytes = fromBase64(text);
  return bytes?.length === length ? bytes : undefined;
};
export const hashOf = (text) => ofLength(text, 32);
export const saltOf = (text) => ofLength(text, 16);

/** ASCII decimal without leading zeroes, below 10^18. */
export const numberOf = (text) => (/^(0|[1-9][0-9]{0,17})$/.test(text) ? BigInt(text) : undefined);

/** UTF-8 as it stands, or undefined. */
export function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A text that has bytes in UTF-8: half a surrogate pair, which JSON can escape, has none. */
export const isText = (value) => typeof value === 'string' && !/\p{Surrogate}/u.test(value);

/** Lines of a file that people write, without those that say nothing. A mark of byte order is no space. */
export const linesOf = (text) =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((line) => line && !line.startsWith('#'));

/** A text that does not have its format. */
export class Malformed extends Error {
  constructor(line, flaw) {
    super(`line ${line}: ${flaw}`);
    this.line = line;
    this.flaw = flaw;
  }
}
