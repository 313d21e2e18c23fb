import { isText } from './bytes.js';

/*
 * JSON read as strictly as org.chancery.ledger.verify.JsonText does: no member twice, no deeper than records are, numbers
 * as they are written. A certificate that two verifiers could read differently is none.
 */

const MAX_DEPTH = 32;

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
}

/** @returns {Map<string, any>|undefined} undefined if it is not an object in JSON: objects are Maps, numbers Written */
export function objectIn(text) {
  try {
    JSON.parse(text); // the grammar; what follows need not mind it
    const reader = new Reader(text);
    reader.space();
    return text[reader.at] === '{' ? reader.members(0) : undefined;
  } catch (problem) {
    if (problem instanceof SyntaxError) return undefined;
    throw problem;
  }
}

class Reader {
  constructor(text) {
    Object.assign(this, { text, at: 0 });
  }

  space() {
    while (' \t\r\n'.includes(this.text[this.at] ?? '-')) this.at++;
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
