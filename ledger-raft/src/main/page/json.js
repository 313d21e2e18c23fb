import { isText } from './bytes.js';

/*
 * JSON read as strictly as org.chancery.ledger.verify.JsonText does: no member twice, no deeper than records are, no half
 * of a character, numbers as they are written. What two verifiers could read differently says nothing.
 */

const MAX_DEPTH = 32;

const SPACE = ' \t\r\n';

const WORDS = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** A number as it is written. */
export class Written {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** @returns undefined if it is not one value in JSON; objects are Maps, numbers Written */
export function valueIn(text) {
  try {
    JSON.parse(text); // the grammar; what follows need not mind it
    return new Reader(text).value(0);
  } catch {
    return undefined;
  }
}

/** @returns {Map<string, any>|undefined} undefined if it is not an object in JSON */
export function objectIn(text) {
  try {
    JSON.parse(text);
    const reader = new Reader(text);
    reader.space();
    return text[reader.at] === '{' ? reader.members(0) : undefined;
  } catch {
    return undefined;
  }
}

/** The same as an object of JavaScript, in which a number that would be rounded or written otherwise stays Written. */
export function parseObject(text) {
  const object = objectIn(text);
  return object && plain(object);
}

function plain(value) {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, each]) => [name, plain(each)]));
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Written)) return value;
  const number = Number(value.text);
  return String(number) === value.text ? number : value;
}

/** JSON laid out over lines for reading: nothing is changed but the space between tokens. */
export function laidOut(json) {
  const out = [];
  let depth = 0;
  let before = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  for (const [token] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}:,]|[^\s"[\]{}:,]+/g)) {
    const opened = before === '{' || before === '[';
    const ends = token === '}' || token === ']';
    if (ends) depth--;
    if (ends !== opened || before === ',') out.push(line());
    out.push(token === ':' ? ': ' : token);
    if (token === '{' || token === '[') depth++;
    before = token;
  }
  return out.join('');
}

class Reader {
  constructor(text) {
    Object.assign(this, { text, at: 0 });
  }

  space() {
    while (SPACE.includes(this.text[this.at] ?? '-')) this.at++;
  }

  /** Whether this character comes next, which is passed over then. */
  took(c) {
    this.space();
    if (this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }

  value(depth) {
    if (depth > MAX_DEPTH) throw new SyntaxError('too deep');
    this.space();
    const c = this.text[this.at];
    if (c === '{') return this.members(depth + 1);
    if (c === '[') return this.elements(depth + 1);
    if (c === '"') return this.string();
    const from = this.at;
    while (!' \t\r\n,]}'.includes(this.text[this.at] ?? ',')) this.at++;
    const word = this.text.slice(from, this.at);
    return WORDS.has(word) ? WORDS.get(word) : new Written(word);
  }

  members(depth) {
    const members = new Map();
    this.took('{');
    if (this.took('}')) return members;
    do {
      this.space();
      const name = this.string();
      this.took(':');
      if (members.has(name)) throw new SyntaxError('twice');
      members.set(name, this.value(depth));
    } while (this.took(','));
    this.took('}');
    return members;
  }

  elements(depth) {
    const elements = [];
    this.took('[');
    if (this.took(']')) return elements;
    do elements.push(this.value(depth));
    while (this.took(','));
    this.took(']');
    return elements;
  }

  string() {
    const from = this.at++;
    for (; this.text[this.at] !== '"'; this.at++) if (this.text[this.at] === '\\') this.at++;
    const string = JSON.parse(this.text.slice(from, ++this.at));
    if (!isText(string)) throw new SyntaxError('half a character');
    return string;
  }
}
