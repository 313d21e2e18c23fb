import { code, facts, make, notice } from './dom.js';
import { findingTitle, sentence } from './findingwords.js';
import { computedBy } from './primitives.js';

/* What certificates of a case come to, in words: sealed or not, what each judge states, what was found, whose keys. */

/** More would bury the rest of the page; the file has them all. */
const SHOWN = 100;
/** Longer than any name, and than any sentence that a witness makes. */
const NAME = 300;
const REASON = 2000;

const brief = (text, most = NAME) => (text.length > most ? `${text.slice(0, most)}…` : text);

export class CertificateReport {
  /**
   * @param found what verifyCertificates found
   * @param titles what the case's model calls its elements; untitled if it is not known
   * @param {string} from where the sealing policy came from: 'address', 'file' or 'typed'
   */
  constructor(found, report, language, titles, from) {
    Object.assign(this, { found, report, language, titles, from, say: report.say });
  }

  words() {
    const { say, found, report } = this;
    switch (found.verdict) {
      case 'sealed':
        return notice(
          'done',
          say('certificate.sealed', report.at(found.since)),
          this.count(),
          say('certificate.sealed.text'),
          say(`certificate.condition.${this.from}`),
        );
      case 'open':
        return notice('problem', say('certificate.open'), this.count(), say('certificate.open.text'));
      case 'altered':
        return notice('problem', say('altered'), say('certificate.altered', brief(found.signer)));
      case 'unknown':
        return notice('problem', say('unknown'), say('certificate.unknown', brief(found.signer)));
      case 'mixed':
        return notice('problem', say('altered'), say('certificate.mixed'));
      default:
        return notice('problem', say('certificate.malformed'), say('malformed.text', String(found.line), say(`flaw.${found.flaw}`)));
    }
  }

  count() {
    const { count, policy } = this.found;
    return this.say('certificate.count', String(count), String(policy.witnesses), String(policy.needed));
  }

  details() {
    return this.found.certificates ? [this.about(), ...this.judges(), ...this.findings(), ...this.keys()] : [];
  }

  about() {
    const { say, found } = this;
    const [first] = found.certificates;
    return facts([
      ...(first.process === undefined ? [] : [[say('page.process'), this.service(first)]]),
      [say('page.case'), code(brief(first.caseName))],
      [say('fact.origin'), code(first.origin)],
      [say('certificate.last'), String(found.last)],
    ]);
  }

  service({ process, version }) {
    return this.report.service(brief(process), version, { service: this.titles.service ?? this.titles.element(process) });
  }

  judges() {
    const { say, report } = this;
    const list = make('ol', { className: 'steps' });
    for (const one of this.found.certificates) {
      const where = say('certificate.by', report.at(one.at), String(one.size));
      list.append(
        make('li', {}, [
          make('span', { textContent: say('list.member', one.judge.label, this.verdict(one)) }),
          make('span', { className: 'hint', textContent: where }),
        ]),
      );
    }
    return [make('h2', { textContent: say('certificate.judges') }), list];
  }

  /** What one judge states: followed which model, or where it left it first. */
  verdict({ verdict, process, version, findings }) {
    const { say } = this;
    const name = this.titles.service ?? this.titles.element(process) ?? brief(process ?? '–');
    const model = say('certificate.model', name, String(version ?? '–'));
    const [first] = findings.filter(({ kind }) => kind === 'deviations');
    return say(`certificate.${verdict}`, model, first ? this.place(first) : '');
  }

  place({ leaf, step }) {
    return step < 0n
      ? this.say('page.entry', String(leaf))
      : this.say('certificate.step', String(leaf), String(step + 1n));
  }

  findings() {
    const { say } = this;
    const known = new Map();
    for (const finding of this.found.certificates.flatMap(({ findings }) => findings)) {
      known.set(JSON.stringify([finding.kind, this.place(finding), finding.reason]), finding);
    }
    if (known.size === 0) return [];
    const shown = [...known.values()].slice(0, SHOWN).map((finding) => this.finding(finding));
    const more = make('p', { className: 'hint', textContent: say('certificate.findings.more', String(known.size - SHOWN)) });
    return [
      make('h2', { textContent: say('certificate.findings') }),
      make('ol', { className: 'steps' }, shown),
      ...(known.size > SHOWN ? [more] : []),
    ];
  }

  /** One finding: what it is, where, in a sentence, and as it was signed. */
  finding(finding) {
    const { kind, element, reason } = finding;
    const what = this.say(`certificate.finding.${kind}`);
    const name = element === '' ? [] : [this.quoted(this.titles.element(element)) ?? brief(element)];
    const signed = make('code', { textContent: brief(reason, reason.length > REASON ? NAME : REASON), lang: 'en' });
    return make('li', {}, [
      make('span', { className: 'hint', textContent: [what, this.place(finding), ...name].join(' · ') }),
      make('span', { className: 'sentence' }, this.sentence(finding)),
      make('span', { className: 'hint' }, [signed]),
    ]);
  }

  /** A reason that is not said in our words is in English, and shown as far as it is no flood. */
  sentence(finding) {
    const pieces = sentence(this.language, finding);
    if (finding.reason.length > REASON) return [make('span', { textContent: this.say('certificate.finding.long') })];
    return pieces.length === 1 && pieces[0] === finding.reason
      ? [make('span', { textContent: finding.reason, lang: 'en' })]
      : this.named(pieces);
  }

  /** Names for ids; the id as title. A person is somebody of their organisation. */
  named(pieces) {
    const persons = new Set();
    return pieces.flatMap((piece) => {
      if (typeof piece === 'string') return [piece];
      if (piece.kind === 'person') return [this.person(piece, persons)];
      return piece.each.flatMap((id, i) => [...(i === 0 ? [] : [this.say('list.and')]), this.name(piece.kind, id)]);
    });
  }

  name(kind, id) {
    const names = {
      element: () => this.quoted(this.titles.element(id)),
      process: () => this.quoted(this.titles.element(id)),
      fact: () => this.quoted(this.titles.field(id)),
      rule: () => this.quoted(this.titles.text(`rule.${id}`)),
      org: () => this.report.organisation(id),
      time: () => (Number.isNaN(Date.parse(id)) ? undefined : this.report.at(id)),
      role: () => this.role(id),
      officer: () => this.officer(id),
      finding: () => findingTitle(this.language, id),
    };
    const name = names[kind]?.();
    return name === undefined ? brief(id) : make('span', { textContent: brief(name), title: brief(id) });
  }

  role(code) {
    const words = this.say(`role.${code}`);
    return words.startsWith('role.') ? code : words;
  }

  /** Written as organisation, space and role. */
  officer(written) {
    const [, org, role] = /^([^ ]+) (.+)$/.exec(written) ?? [];
    return org === undefined ? undefined : this.say('officer', this.report.organisation(org), this.role(role));
  }

  quoted(name) {
    return name === undefined ? undefined : this.say('certificate.named', brief(name));
  }

  person({ value, org }, before) {
    const again = before.has(org) ? '.another' : '';
    before.add(org);
    const clerk = org !== '' && org !== 'public';
    const textContent = this.say(`person${clerk ? '.of' : ''}${again}`, clerk ? this.report.organisation(org) : '');
    return make('span', { textContent, title: brief(value) });
  }

  /** Whose keys the signatures were held against, and who says so. */
  keys() {
    const { say, found, from } = this;
    const rows = found.policy.judges.map(({ label, key }) => {
      const signed = found.certificates.some(({ judge }) => judge.label === label);
      return [label, make('span', {}, [code(key.text), ` ${say(signed ? 'certificate.signed' : 'certificate.silent')}`])];
    });
    return [
      make('h2', { textContent: say('certificate.keys') }),
      make('p', { className: 'hint keys-from', textContent: say(`certificate.keys.${from}`) }),
      facts([...rows, [say('fact.computed'), say(`fact.computed.${computedBy()}`)]]),
    ];
  }
}
