import { numberOf, same } from './bytes.js';
import { parseLogKey } from './note.js';

/* Whose certificates seal a case, and how many of them: org.chancery.ledger.verify.SealPolicy says how it is written. */

const isKeyName = (name) => name !== '' && !/[+\s\p{Z}\p{Cc}]/u.test(name);

/** Whether a file is meant to be a sealing policy. */
export const isSealPolicy = (text) => text !== undefined && /^needed[ \t]+\d+[ \t]*$/m.test(text) && /^judge[ \t]/m.test(text);

/** @returns {Promise<{origin: string, judges: {label: string, key: object}[], witnesses: number, needed: number}|undefined>} */
export async function parseSealPolicy(text) {
  const judges = [];
  let origin;
  let needed;
  for (const line of text.split('\n')) {
    const [kind, ...words] = line.replace(/^[ \t\r]+|[ \t\r]+$/g, '').split(/[ \t]+/);
    if (kind === '' || kind.startsWith('#')) continue;
    if (kind === 'log' && words.length === 1 && origin === undefined && isKeyName(words[0])) {
      [origin] = words;
    } else if (kind === 'judge' && words.length === 2) {
      const [label] = words;
      const key = await parseLogKey(words[1]);
      // two names for one key would let one signer count twice
      if (!key || judges.some((other) => other.label === label || same(other.key.bytes, key.bytes))) return undefined;
      judges.push({ label, key });
    } else if (kind === 'needed' && words.length === 1 && needed === undefined && numberOf(words[0]) !== undefined) {
      needed = Number(words[0]);
    } else {
      return undefined;
    }
  }
  const witnesses = new Set(judges.map(({ key }) => key.name)).size;
  return origin !== undefined && needed >= 1 && needed <= witnesses ? { origin, judges, witnesses, needed } : undefined;
}
