/* The SM3 digest, GB/T 32905-2016; no browser has it. */

const START = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];

const rotate = (word, by) => (by % 32 === 0 ? word : (word << by % 32) | (word >>> (32 - (by % 32))));

/** §5.2: a one bit, zeroes, and the number of bits in 64 bits. */
function padded(bytes) {
  const all = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  all.set(bytes);
  all[bytes.length] = 0x80;
  const view = new DataView(all.buffer);
  view.setBigUint64(all.length - 8, BigInt(bytes.length) * 8n);
  return view;
}

/** §5.3.2: a block and what is spread of it. */
function wordsOf(view, at) {
  const words = Array.from({ length: 16 }, (_, j) => view.getInt32(at + 4 * j));
  for (let j = 16; j < 68; j++) {
    const mixed = words[j - 16] ^ words[j - 9] ^ rotate(words[j - 3], 15);
    words.push(mixed ^ rotate(mixed, 15) ^ rotate(mixed, 23) ^ rotate(words[j - 13], 7) ^ words[j - 6]);
  }
  return words;
}

/** §5.3.3. */
function compressed(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let j = 0; j < 64; j++) {
    const later = j >= 16;
    const turned = rotate(a, 12);
    const first = rotate((turned + e + rotate(later ? 0x7a879d8a : 0x79cc4519, j)) | 0, 7);
    const one = (later ? (a & b) | (a & c) | (b & c) : a ^ b ^ c) + d + (first ^ turned) + (words[j] ^ words[j + 4]);
    const two = (later ? (e & f) | (~e & g) : e ^ f ^ g) + h + first + words[j];
    [a, b, c, d] = [one | 0, a, rotate(b, 9), c];
    [e, f, g, h] = [two ^ rotate(two | 0, 9) ^ rotate(two | 0, 17), e, rotate(f, 19), g];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => word ^ state[i]);
}

/** @param {Uint8Array} bytes */
export function sm3(bytes) {
  const view = padded(bytes);
  let state = START;
  for (let at = 0; at < view.byteLength; at += 64) state = compressed(state, wordsOf(view, at));
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setInt32(4 * i, word));
  return new Uint8Array(digest.buffer);
}
