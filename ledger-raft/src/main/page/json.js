import { isText } from './bytes.js';

/*
 * JSON as strictly as org.chancery.ledger.verify.JsonText reads it: what says a thing twice says nothing. The browser's
 * own parser knows the grammar and takes the last of two members.
 */

/** Lists and objects within each other around a value. */
const MAX_DEPTH = 33;

/** The value, or undefined. */
export function parseJson(text) {
  try {
    const value = JSON.parse(text);
    return isStrict(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The same for an object alone. */
export function parseObject(text) {
  const value = parseJson(text);
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
}

/** @param {string} text JSON by its grammar */
function isStrict(text) {
  const names = []; // of each object that is open; undefined for a list
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (names.length > MAX_DEPTH && !' \t\r\n}],'.includes(c)) return false;
    if (c === '{') names.push(new Set());
    else if (c === '[') names.push(undefined);
    else if (c === '}' || c === ']') names.pop();
    else if (c === '"') {
      const from = at;
      for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
      const string = JSON.parse(text.slice(from, at + 1));
      if (!isText(string)) return false;
      const own = isName(text, at + 1) ? names.at(-1) : undefined;
      if (own?.has(string)) return false;
      own?.add(string);
    }
  }
  return true;
}

/** Whether what ends here is a member's name: a colon follows. */
function isName(text, end) {
  let at = end;
  while (at < text.length && ' \t\r\n'.includes(text[at])) at++;
  return text[at] === ':';
}
