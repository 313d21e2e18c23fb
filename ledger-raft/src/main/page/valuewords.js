import { moment } from './dom.js';
import { valueIn, Written } from './json.js';

/*
 * Values in words. For reading only: what is checked is the text as it was committed to, which is shown besides.
 *
 * A variable is committed to as the engine's type, a colon and text; a decision's input or output as JSON; a personal
 * field as a commitment of its own, in base64url.
 */

const WHOLE = new Set(['long', 'integer', 'short']);
const NUMBER = /^-?\d+(\.\d+)?(E-?\d+)?$/;
/** An amount of money has two decimals; a number without is as often a code of somebody or something. */
const AMOUNT = /^-?\d{4,15}\.\d{2}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z$/;
const LATEST = 8.64e15; // ECMA-262 §21.4.1.1

const isComposed = (value) => value !== null && typeof value === 'object' && !(value instanceof Written);

const membersOf = (value) => (value instanceof Map ? [...value] : Object.entries(value));

/** Whether the value is a personal field's commitment, with nothing behind it shown. */
export const isSealed = (value) => /^[-_A-Za-z0-9]{43}$/.test(value);

export class ValueWords {
  /** @param titles see titles.js */
  constructor({ say, locale, zone }, titles) {
    Object.assign(this, { say, locale, zone, titles });
  }

  /** A value of a receipt that is shown. */
  opened({ name, value, personal }) {
    if (personal) return this.text(name, personal.text);
    if (isSealed(value)) return this.say('value.sealed', value);
    const [, type, text] = /^([a-zA-Z]+):([^]*)$/.exec(value) ?? [];
    if (type !== undefined) return this.typed(name, type, text);
    const [, part, inner] = /^(inputs|outputs)\.(.+)$/.exec(name) ?? [];
    return this.json(part ? inner : name, value, part === 'outputs');
  }

  typed(name, type, text) {
    const { say } = this;
    if (type === 'string') return this.text(name, text);
    if (text === '') return say('value.none');
    if (type === 'boolean' && /^[01]$/.test(text)) return say(`value.${text}`);
    if (type === 'date' && /^-?\d{1,16}$/.test(text) && Math.abs(text) <= LATEST) return this.at(Number(text));
    if ((WHOLE.has(type) && /^-?\d+$/.test(text)) || (type === 'double' && NUMBER.test(text))) return this.number(text);
    return say('value.other', type, text);
  }

  /** Text as it is; a choice by its title; several, or the entries of a list, one after another. */
  text(name, text) {
    if (text === '') return this.say('value.empty');
    const entry = /^(.+)\[\d+\]$/.test(name);
    // somebody may have typed brackets
    const list = text.startsWith('[') || (entry && text.startsWith('{')) ? valueIn(text) : undefined;
    if (list !== undefined) return this.stated(name, list);
    return this.titles.option(name, text) ?? this.amount(text);
  }

  /** As the console shows it. */
  amount(text) {
    return AMOUNT.test(text) ? this.number(text) : text;
  }

  json(name, value, output) {
    const parsed = valueIn(value);
    if (parsed === undefined) return value;
    return output ? this.output(name, parsed) : this.stated(name, parsed);
  }

  /** A decision's output; what is withheld or not there is written as a text (see the record's format). */
  output(name, value) {
    return this.stated(name, value === 'null' ? null : value);
  }

  /** What a record states in clear. */
  stated(name, value) {
    const { say } = this;
    if (value === null || value === undefined) return say('value.none');
    if (typeof value === 'boolean') return say(value ? 'value.1' : 'value.0');
    if (typeof value === 'number' || value instanceof Written) return this.number(String(value));
    if (typeof value === 'string') {
      if (INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return this.at(Date.parse(value));
      return value === '' ? say('value.empty') : (this.titles.option(name, value) ?? this.amount(value));
    }
    const parts = Array.isArray(value)
      ? value.map((each) => this.stated(name, each))
      : membersOf(value).map(([key, each]) => say('list.member', this.titles.field(key) ?? key, this.stated(key, each)));
    const lines = Array.isArray(value) && value.some(isComposed);
    return parts.length === 0 ? say('value.empty') : parts.join(lines ? '\n' : say('list.and'));
  }

  /** Digits in groups, all of them: nothing is rounded. */
  number(text) {
    const [whole, fraction] = text.split('.');
    if (!/^-?\d+$/.test(whole)) return text;
    const grouped = new Intl.NumberFormat(this.locale).format(BigInt(whole));
    const sign = whole.startsWith('-') && !grouped.startsWith('-') ? '-' : '';
    return sign + grouped + (fraction === undefined || fraction === '0' ? '' : `.${fraction}`);
  }

  at(time) {
    return moment(time, this.locale, this.zone, true);
  }
}
