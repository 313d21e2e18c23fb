import { day, facts, make, moment } from './dom.js';
import { elementsIn, isPlain, properties } from './model.js';
import { membersOf } from './receipt.js';

/* A proven case in words: what was entered and decided, and every step. Labels come from the deployed files. */

export class CaseReport {
  constructor(found, report, language) {
    Object.assign(this, { found, report, say: report.say });
    const { files } = found.data;
    const end = language === 'en' ? '_en.properties' : '_zh_CN.properties';
    this.texts = new Map();
    for (const [name, text] of Object.entries(files)) {
      if (name.endsWith(end)) properties(text).forEach((value, key) => this.texts.set(key, value));
    }
    this.elements = elementsIn(files);
  }

  label(kind, id) {
    return this.texts.get(`${kind}.${id}`) ?? (kind === 'element' && this.elements.get(id)?.name) ?? id;
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
    const service = this.texts.get('title') ?? record.process;
    return facts([
      [say('page.status'), status ? this.report.status(status) : '–'],
      [say('page.process'), `${service}, ${say('page.version', String(record.version))}`],
      [say('page.case'), `\`${found.subject}`],
      [say('fact.origin'), `\`${found.key.name}`],
    ]);
  }

  fields() {
    const { say } = this;
    const shown = new Map();
    const withheld = new Set();
    for (const { receipt } of this.found.steps) {
      for (const { name, value, personal } of receipt.values) {
        if (!this.texts.has(`field.${name}`)) continue;
        if (value === undefined || /^[-_A-Za-z0-9]{43}$/.test(value)) withheld.add(name);
        else shown.set(name, personal?.text ?? value);
      }
    }
    const nodes = [make('h2', { textContent: say('page.fields') })];
    nodes.push(facts([...shown].map(([name, value]) => [this.label('field', name), this.value(name, value)])));
    const hidden = [...withheld].filter((name) => !shown.has(name)).map((name) => this.label('field', name));
    if (hidden.length > 0) {
      const list = hidden.join(this.say('list.and'));
      nodes.push(make('p', { className: 'withheld', textContent: say('page.withheld', list) }));
    }
    return nodes;
  }

  /** A value as it was committed to: type, colon, text. */
  value(name, committed) {
    const text = committed.replace(/^[a-z]+:/, '');
    const said = (value) => this.texts.get(`option.${name}.${value}`) ?? String(value);
    try {
      const list = JSON.parse(text);
      if (Array.isArray(list)) return list.map((each) => this.entry(each, said)).join(this.say('list.and'));
    } catch {
      // no list
    }
    if (text === '') return '–';
    return /^boolean:[01]$/.test(committed) ? this.say(`value.${text}`) : said(text);
  }

  /** An entry of a list: a choice, or members with their labels. */
  entry(value, said) {
    if (value === null || typeof value !== 'object') return said(value);
    return Object.entries(value)
      .map(([name, member]) => this.say('list.member', this.label('field', name), String(member)))
      .join(this.say('list.and'));
  }

  steps() {
    const { say } = this;
    const list = make('ol', { className: 'steps' });
    for (const step of this.transitions().filter((each) => isPlain(each, this.elements))) {
      const org = step.org ? this.organisation(step.org) : '';
      const told = say(`transition.${step.type}`, this.label('element', step.element), this.more(step));
      const where = [this.at(step.time), org, say('page.entry', String(step.index))].filter(Boolean).join(' · ');
      list.append(make('li', {}, [make('span', { textContent: told }), make('span', { className: 'hint', textContent: where })]));
    }
    return [make('h2', { textContent: say('page.steps') }), list];
  }

  organisation(code) {
    const words = this.say(`org.${code}`);
    return words.startsWith('org.') ? code : words;
  }

  at(time) {
    return moment(time, this.report.locale, this.report.zone);
  }

  more({ type, facts: stated }) {
    if (type === 'status') return this.report.status(stated?.status);
    if (type !== 'deadlines') return '';
    const { locale, zone } = this.report;
    return ['promised', 'statutory']
      .filter((name) => stated?.[name])
      .map((name) => `${this.say(`case.${name}`)} ${day(stated[name], locale, zone)}`)
      .join(this.say('list.and'));
  }

  /** Every entry with its record and proof, folded up. */
  entries() {
    const { say, report, found } = this;
    const all = found.steps.map((step) =>
      make('details', { className: 'entry' }, [
        make('summary', { textContent: say('page.entry', String(step.receipt.index)) }),
        ...report.details(step),
      ]),
    );
    return make('details', { className: 'entries' }, [
      make('summary', { textContent: say('page.entries', String(all.length)) }),
      ...all,
    ]);
  }
}
