import { clearFacts } from './clearfacts.js';
import { code, facts, make, moment, zoneName } from './dom.js';
import { isPlain } from './model.js';
import { membersOf } from './receipt.js';
import { Titles } from './titles.js';
import { isSealed, ValueWords } from './valuewords.js';

/* A proven case in words: what was entered and decided, and every step. Labels come from the deployed files. */

export class CaseReport {
  constructor(found, report, language) {
    Object.assign(this, { found, report, say: report.say });
    this.titles = new Titles(found.data.files, language);
    this.words = new ValueWords(report, this.titles);
  }

  /** Transitions of this case with their record and entry. */
  transitions() {
    return this.found.steps.flatMap(({ receipt }) => {
      const record = membersOf(receipt);
      return (record.transitions ?? [])
        .filter((each) => (each.case ?? record.case) === this.found.subject)
        .map((each) => ({ ...each, time: each.at ?? record.time, org: record.actor?.org, index: receipt.index }));
    });
  }

  heading() {
    const { say, found } = this;
    const record = membersOf(found.steps[0].receipt);
    const status = this.transitions().findLast((each) => each.type === 'status')?.facts?.status;
    return facts([
      [say('page.status'), status ? this.report.status(status) : say('value.none')],
      [say('page.process'), this.report.service(record.process, record.version, this.titles)],
      [say('page.case'), code(found.subject)],
      [say('fact.origin'), code(found.key.name)],
    ]);
  }

  fields() {
    const { say } = this;
    const shown = new Map();
    const withheld = new Set();
    for (const { receipt } of this.found.steps) {
      for (const opened of receipt.values) {
        const { name, value, personal } = opened;
        if (!this.titles.field(name)) continue;
        if (value === undefined || (isSealed(value) && !personal)) withheld.add(name);
        else shown.set(name, this.words.opened(opened));
      }
      for (const { kind, name, value } of clearFacts(receipt)) {
        if (kind === 'field' && this.titles.field(name)) shown.set(name, this.words.stated(name, value));
      }
    }
    const nodes = [make('h2', { textContent: say('page.fields') })];
    nodes.push(facts([...shown].map(([name, words]) => [this.titles.field(name), words])));
    const hidden = [...withheld].filter((name) => !shown.has(name)).map((name) => this.titles.field(name));
    if (hidden.length > 0) {
      const list = hidden.join(this.say('list.and'));
      nodes.push(make('p', { className: 'withheld', textContent: say('page.withheld', list) }));
    }
    return nodes;
  }

  steps() {
    const { say } = this;
    const list = make('ol', { className: 'steps' });
    for (const step of this.transitions().filter((each) => isPlain(each, this.titles.elements))) {
      const org = step.org ? this.report.organisation(step.org) : '';
      const told = say(`transition.${step.type}`, this.titles.element(step.element) ?? step.element, this.more(step));
      const where = [this.at(step.time), org, say('page.entry', String(step.index))].filter(Boolean).join(' · ');
      list.append(make('li', {}, [make('span', { textContent: told }), make('span', { className: 'hint', textContent: where })]));
    }
    const { locale, zone } = this.report;
    const clock = say('page.zone', zoneName(this.found.asOf, locale, zone));
    return [make('h2', { textContent: say('page.steps') }), make('p', { className: 'hint', textContent: clock }), list];
  }

  at(time) {
    return moment(time, this.report.locale, this.report.zone);
  }

  more({ type, facts: stated, ground }) {
    if (type.startsWith('deviation-')) return typeof ground === 'string' ? ground : '';
    if (type === 'status') return this.report.status(stated?.status);
    if (type !== 'deadlines') return '';
    return ['promised', 'statutory']
      .filter((name) => stated?.[name])
      .map((name) => this.say('list.member', this.say(`case.${name}`), this.at(stated[name])))
      .join(this.say('list.and'));
  }

  /** Every entry with its record and proof, folded up. */
  entries() {
    const { say, report, found } = this;
    const all = found.steps.map((step) =>
      make('details', { className: 'entry' }, [
        make('summary', { textContent: say('page.entry', String(step.receipt.index)) }),
        ...report.details(step, this.titles),
      ]),
    );
    return make('details', { className: 'entries' }, [
      make('summary', { textContent: say('page.entries', String(all.length)) }),
      ...all,
    ]);
  }
}
