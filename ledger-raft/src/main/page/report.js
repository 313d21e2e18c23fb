import { base64 } from './bytes.js';
import { facts, make, moment, notice } from './dom.js';
import { computedBy } from './primitives.js';
import { membersOf } from './receipt.js';
import { commitments } from './values.js';

/* What a check found, first in words, then the proof. */

export class Report {
  /** @param {(key: string, ...values: string[]) => string} say */
  constructor(say, locale, zone) {
    Object.assign(this, { say, locale, zone });
  }

  at(time) {
    return moment(time, this.locale, this.zone);
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
        const stated = membersOf(found.receipt).transitions.findLast((each) => each.type === 'status').facts.status;
        return notice(
          'revoked',
          say('revoked', this.status(stated)),
          say('revoked.text', this.at(checkpoint.time), entry, this.status(found.status), this.at(found.since)),
        );
      }
      case 'altered':
        return notice('problem', say('altered'), say(`altered.${found.part}`, found.field));
      case 'unknown':
        return notice('problem', say('unknown'), say('unknown.text', found.signer));
      case 'unwitnessed':
        return notice('problem', say('unwitnessed'), say('unwitnessed.text', found.missing.join(', ')));
      default:
        return notice('problem', say('malformed'), say('malformed.text', String(found.line), say(`flaw.${found.flaw}`)));
    }
  }

  /** Record, fields and proof of one receipt. */
  details(found) {
    const { say } = this;
    let { record } = found.receipt;
    try {
      record = JSON.stringify(JSON.parse(record), null, 2);
    } catch {
      // shown as it stands
    }
    return [
      make('h2', { textContent: say('record') }),
      make('p', { className: 'hint', textContent: say('record.hint') }),
      make('pre', { className: 'note', textContent: record, tabIndex: 0 }),
      ...this.values(found.receipt),
      make('h2', { textContent: say('proof') }),
      this.proof(found),
    ];
  }

  values({ record, values }) {
    const { say } = this;
    const count = commitments(record).length;
    if (count === 0) return [];
    const title = make('h2', { textContent: say('values') });
    if (values.length === 0) return [title, make('p', { textContent: say('values.none', String(count)) })];
    const shown = values.map(({ name, value, personal }) => [
      name,
      value === undefined ? make('span', { className: 'muted', textContent: say('withheld') }) : (personal?.text ?? value),
    ]);
    return [title, facts(shown)];
  }

  proof({ receipt, leaf, key, witnesses }) {
    const { say } = this;
    const { checkpoint } = receipt;
    const signed = Object.entries(witnesses.signed).map(([label, seconds]) => [
      say('fact.witness', label),
      this.at(seconds * 1000),
    ]);
    const unchecked = witnesses.unchecked.length > 0 ? [[say('fact.unchecked'), witnesses.unchecked.join(', ')]] : [];
    return facts([
      [say('fact.index'), String(receipt.index)],
      [say('fact.size'), String(checkpoint.size)],
      [say('fact.origin'), `\`${checkpoint.origin}`],
      [say('fact.leaf'), `\`${base64(leaf)}`],
      [say('fact.path'), say('fact.path.value', String(receipt.proof.length))],
      [say('fact.root'), `\`${base64(checkpoint.root)}`],
      [say('fact.signer'), `\`${key.text}`],
      ...signed,
      ...unchecked,
      [say('fact.computed'), say(`fact.computed.${computedBy()}`)],
    ]);
  }
}
