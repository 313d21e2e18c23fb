import { ed25519 as bundledEd25519 } from '@noble/curves/ed25519.js';
import { hmac as bundledHmac } from '@noble/hashes/hmac.js';
import { sha256 as bundledSha256 } from '@noble/hashes/sha2.js';
import { base64 } from './bytes.js';
import { plainP256, verifiesP256, verifiesSm2 } from './curves.js';

/*
 * SHA-256, HMAC, Ed25519 and P-256: the browser's own where it has them, otherwise the bundled ones. Browsers withhold
 * WebCrypto from plain HTTP addresses, and older ones know no Ed25519. None has SM2.
 */

const subtle = globalThis.crypto?.subtle;
let ownEd25519 = subtle !== undefined;

/** Which of the two computes: 'webcrypto', 'mixed' or 'bundled'. */
export const computedBy = () => (subtle === undefined ? 'bundled' : ownEd25519 ? 'webcrypto' : 'mixed');

export async function sha256(bytes) {
  return subtle === undefined ? bundledSha256(bytes) : new Uint8Array(await subtle.digest('SHA-256', bytes));
}

export async function hmac(key, bytes) {
  if (subtle === undefined) return bundledHmac(bundledSha256, key, bytes);
  const own = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', own, bytes));
}

/** What was computed lately: all receipts of a case carry the same few signatures. */
const lately = new Map();
const MOST = 64;

const HOW = { ed25519, 'p-256': p256, sm2: verifiesSm2 };

/**
 * Whether a signature fits, in the only form that counts; never throws.
 *
 * @param {'ed25519'|'p-256'|'sm2'} algorithm that of the key
 */
export async function isSigned(publicKey, message, signature, algorithm = 'ed25519') {
  const asked = [algorithm, ...[publicKey, signature, message].map(base64)].join();
  if (!lately.has(asked)) {
    if (lately.size >= MOST) lately.clear();
    lately.set(asked, await HOW[algorithm](publicKey, message, signature));
  }
  return lately.get(asked);
}

/** FIPS 186-5 with SHA-256. */
async function p256(spki, message, der) {
  const plain = plainP256(der);
  if (!plain) return false;
  if (subtle === undefined) return verifiesP256(spki, message, plain);
  const own = await subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  return subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, own, plain, message);
}

/** RFC 8032. */
async function ed25519(publicKey, message, signature) {
  if (signature.length !== 64) return false;
  if (ownEd25519) {
    let own;
    try {
      own = await subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
    } catch (problem) {
      if (problem.name !== 'NotSupportedError') return false; // not a key
      ownEd25519 = false;
    }
    if (own) return subtle.verify('Ed25519', own, signature, message);
  }
  try {
    return bundledEd25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false; // not a signature at all
  }
}
