import { ecdsa, weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesOf, hex, joined, same } from './bytes.js';
import { sm3 } from './sm3.js';

/*
 * The two curves of 256 bits on which logs sign besides Ed25519. Signatures are DER, in their shortest form; on P-256
 * only those with s in the lower half count: the other one could be written by anybody.
 */

// SP 800-186 §3.2.1.3
const P256 = weierstrass({
  p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
  n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  h: 1n,
  a: 0xffffffff00000001000000000000000000000000fffffffffffffffffffffffcn,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  Gx: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  Gy: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
});
const bundledP256 = ecdsa(P256, sha256);

// GB/T 32918.5
const SM2_CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};
const SM2 = weierstrass(SM2_CURVE);

// GM/T 0009-2012, 10
const IDENTITY = bytesOf('1234567812345678');

/** SubjectPublicKeyInfo before the 65 bytes of a point of P-256, RFC 5480 §2. */
const SPKI = Uint8Array.from([
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
  0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
]);

/** The point of 65 bytes, 0x04, x and y; undefined if it is none of the curve. */
function pointOf(curve, bytes) {
  if (bytes.length !== 65 || bytes[0] !== 4) return undefined;
  try {
    const point = curve.fromBytes(bytes);
    point.assertValidity();
    return point;
  } catch {
    return undefined;
  }
}

export const isP256Key = (spki) =>
  same(spki.slice(0, SPKI.length), SPKI) && pointOf(P256, spki.slice(SPKI.length)) !== undefined;
export const isSm2Key = (bytes) => pointOf(SM2, bytes) !== undefined;

const numberOf = (bytes) => BigInt(`0x${hex(bytes)}`);
const bytes32 = (number) => Uint8Array.from(number.toString(16).padStart(64, '0').match(/../g), (pair) => parseInt(pair, 16));

/** r and s out of DER, both from 1 to n - 1; undefined if they are written in any longer form. */
function numbersOf(der, n) {
  if (der.length < 8 || der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const numbers = [];
  let at = 2;
  while (at < der.length) {
    const length = der[at + 1];
    const value = der.slice(at + 2, at + 2 + length);
    if (der[at] !== 2 || !(length > 0) || value.length !== length || value[0] > 0x7f) return undefined;
    if (value[0] === 0 && !(value[1] > 0x7f)) return undefined;
    numbers.push(numberOf(value));
    at += 2 + length;
  }
  return numbers.length === 2 && numbers.every((each) => each > 0n && each < n) ? numbers : undefined;
}

/** r and s as 64 bytes, which is what browsers take; undefined if the signature is not in its only form. */
export function plainP256(der) {
  const { n } = P256.CURVE();
  const [r, s] = numbersOf(der, n) ?? [];
  return s !== undefined && s <= n / 2n ? joined(bytes32(r), bytes32(s)) : undefined;
}

/** @param {Uint8Array} plain 64 bytes */
export const verifiesP256 = (spki, message, plain) => bundledP256.verify(plain, message, spki.slice(SPKI.length));

/** GB/T 32918.2-2016 §7. */
export function verifiesSm2(publicKey, message, der) {
  const { n, a, b, Gx, Gy } = SM2_CURVE;
  const point = pointOf(SM2, publicKey);
  const [r, s] = numbersOf(der, n) ?? [];
  if (!point || s === undefined) return false;
  const bits = Uint8Array.of(0, IDENTITY.length * 8);
  const signer = sm3(joined(bits, IDENTITY, ...[a, b, Gx, Gy].map(bytes32), publicKey.slice(1)));
  const e = numberOf(sm3(joined(signer, message)));
  const t = (r + s) % n;
  if (t === 0n) return false;
  const sum = SM2.BASE.multiplyUnsafe(s).add(point.multiplyUnsafe(t));
  return !sum.equals(SM2.ZERO) && (e + sum.toAffine().x) % n === r;
}
