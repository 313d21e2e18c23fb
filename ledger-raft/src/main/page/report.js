import { base64 } from './bytes.js';
import { clearFacts } from './clearfacts.js';
import { code, facts, make, moment, notice } from './dom.js';
import { erasures } from './erasure.js';
import { laidOut, objectIn } from './json.js';
import { computedBy } from './primitives.js';
import { membersOf } from './receipt.js';
import { Titles } from './titles.js';
import { commitments, renderValue } from './values.js';
import { ValueWords } from './valuewords.js';

const UNTITLED = new Titles({});

/* What a check found, first in words, then the proof. */

export class Report {
  /** @param {(key: string, ...values: string[]) => string} say */
  constructor(say, locale, zone) {
    Object.assign(this, { say, locale, zone });
  }

  at(time) {
    return moment(time, this.locale, this.zone, true);
  }

  organisation(code) {
    const words = this.say(`org.${code}`);
    return words.startsWith('org.') ? code : words;
  }

  status(status) {
    const words = this.say(`status.${status}`);
    return words.startsWith('status.') ? status : words;
  }

  /** The verdict in words. */
  words(found) {
    const { say } = this;
    switch (found.verdict) {
      case 'valid':
        return notice(
          'done',
          say('valid', this.at(found.asOf ?? found.receipt.checkpoint.time)),
          found.steps ? say('valid.case', String(found.steps.length)) : say('valid.text'),
        );
      case 'revoked': {
        const { checkpoint } = found.receipt;
        const entry = String(found.by);
        return notice(
          'revoked',
          say('revoked', this.status(found.was)),
          say('revoked.text', this.at(checkpoint.time), entry, this.status(found.status), this.at(found.since)),
        );
      }
      case 'altered':
        return notice('problem', say('altered'), say(`altered.${found.part}`, found.field));
      case 'unknown':
        return notice('problem', say('unknown'), say('unknown.text', found.signer));
      case 'ended':
        return found.since
          ? notice('problem', say('stolen'), say('stolen.text', this.at(found.since), found.key.text))
          : notice('problem', say('retired'), say('retired.text', found.key.text));
      case 'unordered': {
        const text = say('unordered.text', String(found.doubt.index), found.key.text);
        return notice('problem', say('unordered'), text, this.orderers(found.doubt.authority));
      }
      case 'unwitnessed':
        return notice('problem', say('unwitnessed'), say('unwitnessed.text', found.missing.join(', ')));
      default:
        return notice('problem', say('malformed'), say('malformed.text', String(found.line), say(`flaw.${found.flaw}`)));
    }
  }

  /** Who ordered what an entry says of keys. */
  orderers({ kind, names, needed }) {
    const some = names.length > 0 ? '' : '.none';
    return this.say(`keys.${kind}${some}`, names.join(this.say('list.and')), String(needed));
  }

  /** What became of the log's keys, and on whose order. */
  keyActs(acts) {
    const { say } = this;
    if (acts.length === 0) return [];
    const told = acts.map(({ event: { type, key, after, since }, index, authority }) => {
      const what = say(`keys.${type}`, String(index), key.text, after?.text ?? '', since ? this.at(since) : '');
      const by = make('span', { className: 'hint', textContent: this.orderers(authority) });
      return make('li', {}, [make('span', { textContent: what }), by]);
    });
    return [make('h2', { textContent: say('keys') }), make('ol', { className: 'steps key-acts' }, told)];
  }

  /** Which of a page's records is not as it was; nothing if that is said of the whole. */
  whichRecord({ verdict, place }) {
    if (place === undefined || (verdict !== 'altered' && verdict !== 'malformed')) return [];
    const text = place === 0 ? this.say('page.place.model') : this.say('page.place', String(place));
    return [make('p', { className: 'hint place', textContent: text })];
  }

  /** Statements, fields, record and proof of one receipt. */
  details(found, titles = UNTITLED) {
    const { say } = this;
    const { record } = found.receipt;
    return [
      ...erasures(found.receipt, this),
      ...this.stated(found.receipt, titles),
      ...this.values(found.receipt, titles),
      make('h2', { textContent: say('record') }),
      make('p', { className: 'hint', textContent: say('record.hint') }),
      make('pre', { className: 'note', textContent: objectIn(record) ? laidOut(record) : record, tabIndex: 0 }),
      make('h2', { textContent: say('proof') }),
      this.proof(found),
    ];
  }

  /** What the record states in clear, in words. */
  stated(receipt, titles) {
    const { say } = this;
    const { actor, case: subject, process, time, version } = membersOf(receipt);
    const words = new ValueWords(this, titles);
    const entries = [];
    const add = (key, value, shown) => value !== undefined && entries.push([say(key), shown ?? code(value)]);
    add('stated.time', time, words.stated('time', time));
    add('page.process', process, this.service(process, version, titles));
    add('stated.org', actor?.org, this.organisation(actor?.org));
    add('page.case', subject);
    for (const { kind, name, value } of clearFacts(receipt)) {
      entries.push([this.name(kind, name, titles), this.fact(kind, name, value, words)]);
    }
    if (entries.length === 0) return [];
    const hint = titles === UNTITLED ? [make('p', { className: 'hint', textContent: say('stated.names') })] : [];
    return [make('h2', { textContent: say('stated') }), ...hint, facts(entries)];
  }

  fact(kind, name, value, words) {
    if (kind === 'status' && name === 'status') return this.status(value);
    if (kind === 'rules') return code(words.stated(name, value));
    return kind === 'outputs' ? words.output(name, value) : words.stated(name, value);
  }

  service(process, version, { service }) {
    const shown = service ?? code(process);
    return make('span', {}, [shown, this.say('page.service.version', String(version))]);
  }

  /** What a value is called: its title if it is known, otherwise its key, to be told from words. */
  name(kind, name, titles) {
    const { say } = this;
    if (kind === 'rules') return say('name.rules');
    if (kind === 'status' && name === 'status') return say('page.status');
    if (kind === 'deadline' && (name === 'promised' || name === 'statutory')) return say(`case.${name}`);
    const [, field, place] = /^(.+)\[(\d+)\]$/.exec(name) ?? [undefined, name];
    const shown = titles.field(field) ?? code(field);
    const before = kind === 'inputs' || kind === 'outputs' ? [say(`name.${kind}`)] : [];
    return make('span', {}, [...before, shown, ...(place === undefined ? [] : [` ${Number(place) + 1}`])]);
  }

  values(receipt, titles) {
    const { say } = this;
    const { record, values } = receipt;
    const count = commitments(record).length;
    if (count === 0) return [];
    const title = make('h2', { textContent: say('values') });
    if (values.length === 0) return [title, make('p', { textContent: say('values.none', String(count)) })];
    const words = new ValueWords(this, titles);
    const { transitions } = membersOf(receipt);
    const shown = values.map((each) => [
      this.committedName(each, transitions, titles),
      each.value === undefined ? make('span', { className: 'muted', textContent: say('withheld') }) : words.opened(each),
    ]);
    const raw = make('pre', { className: 'note', tabIndex: 0, textContent: values.map(renderValue).join('\n') });
    const asWritten = [make('summary', { textContent: say('values.raw') }), raw];
    return [title, facts(shown), make('details', { className: 'as-written' }, asWritten)];
  }

  committedName({ name, transition }, transitions, titles) {
    if (transitions[transition].decision === undefined) return this.name('field', name, titles);
    const [, kind, inner] = /^(inputs|outputs)\.(.+)$/.exec(name) ?? [undefined, name === 'rules' ? 'rules' : 'field', name];
    return this.name(kind, inner, titles);
  }

  proof({ receipt, leaf, keys, witnesses }) {
    const { say } = this;
    const { checkpoint } = receipt;
    const signed = Object.entries(witnesses.signed).map(([label, seconds]) => [
      make('span', {}, [`${say('fact.witness')} `, code(label)]),
      this.at(seconds * 1000),
    ]);
    const unchecked = witnesses.unchecked.length > 0 ? [[say('fact.unchecked'), witnesses.unchecked.join(', ')]] : [];
    return facts([
      [say('fact.index'), String(receipt.index)],
      [say('fact.size'), String(checkpoint.size)],
      [say('fact.origin'), code(checkpoint.origin)],
      [say('fact.leaf'), code(base64(leaf))],
      [say('fact.path'), say('fact.path.value', String(receipt.proof.length))],
      [say('fact.root'), code(base64(checkpoint.root))],
      ...keys.map(({ algorithm, text }) => [say(`fact.signer.${algorithm}`), code(text)]),
      ...signed,
      ...unchecked,
      [say('fact.computed'), say(`fact.computed.${computedBy()}`)],
    ]);
  }
}
