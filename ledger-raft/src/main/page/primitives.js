import { ed25519 as bundledEd25519 } from '@noble/curves/ed25519.js';
import { hmac as bundledHmac } from '@noble/hashes/hmac.js';
import { sha256 as bundledSha256 } from '@noble/hashes/sha2.js';
import { base64 } from './bytes.js';

/*
 * SHA-256, HMAC and Ed25519: the browser's own where it has them, otherwise the bundled ones. Browsers withhold
 * WebCrypto from plain HTTP addresses, and older ones know no Ed25519.
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

/** Whether an Ed25519 signature of RFC 8032 fits; never throws. */
export async function isSigned(publicKey, message, signature) {
  if (signature.length !== 64) return false;
  const asked = [publicKey, signature, message].map(base64).join();
  if (!lately.has(asked)) {
    if (lately.size >= MOST) lately.clear();
    lately.set(asked, await computed(publicKey, message, signature));
  }
  return lately.get(asked);
}

async function computed(publicKey, message, signature) {
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
