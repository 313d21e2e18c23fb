import { code, facts, make, notice } from './dom.js';
import { sentence } from './findingwords.js';
import { computedBy } from './primitives.js';

/* What certificates of a case come to, in words: sealed or not, what each judge states, what was found, whose keys. */

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
        return notice('done', say('certificate.sealed', report.at(found.since)), this.count(), say('certificate.sealed.text'));
      case 'open':
        return notice('problem', say('certificate.open'), this.count(), say('certificate.open.text'));
      case 'altered':
        return notice('problem', say('altered'), say('certificate.altered', found.signer));
      case 'unknown':
        return notice('problem', say('unknown'), say('certificate.unknown', found.signer));
      case 'mixed':
        return notice('problem', say('altered'), say('certificate.mixed'));
      default:
        return notice('problem', say('certificate.malformed'), say('malformed.text', String(found.line), say(`flaw.${found.flaw}`)));
    }
  }

  count() {
    const { count, policy } = this.found;
    return this.say('certificate.count', String(count), String(policy.judges.length), String(policy.needed));
  }

  details() {
    return this.found.certificates ? [this.about(), ...this.judges(), ...this.findings(), ...this.keys()] : [];
  }

  about() {
    const { say, found } = this;
    const [first] = found.certificates;
    return facts([
      [say('page.process'), this.report.service(first.process, first.version, this.titles)],
      [say('page.case'), code(first.caseName)],
      [say('fact.origin'), code(first.origin)],
      [say('certificate.last'), String(found.last)],
    ]);
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
    const name = this.titles.service ?? this.titles.element(process) ?? process;
    const model = say('certificate.model', name, String(version));
    const [first] = findings.filter(({ kind }) => kind === 'deviations');
    return say(`certificate.${verdict}`, model, first ? this.place(first) : '');
  }

  place({ leaf, step }) {
    return step < 0
      ? this.say('page.entry', String(leaf))
      : this.say('certificate.step', String(leaf), String(step + 1));
  }

  findings() {
    const { say } = this;
    const known = new Set();
    const list = make('ol', { className: 'steps' });
    for (const finding of this.found.certificates.flatMap(({ findings }) => findings)) {
      const { kind, element, reason } = finding;
      const told = [kind, this.place(finding), reason].join('\n');
      if (known.has(told)) continue;
      known.add(told);
      const name = this.titles.element(element);
      const where = say(`certificate.finding.${kind}`, this.place(finding), name ?? element);
      list.append(
        make('li', {}, [
          make('span', { className: 'hint', textContent: where }),
          make('span', { className: 'sentence' }, this.named(sentence(this.language, finding))),
          make('span', { className: 'hint' }, [code(reason)]),
        ]),
      );
    }
    return known.size === 0 ? [] : [make('h2', { textContent: say('certificate.findings') }), list];
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
    };
    const name = names[kind]?.();
    return name === undefined ? id : make('span', { textContent: name, title: id });
  }

  quoted(name) {
    return name === undefined ? undefined : this.say('certificate.named', name);
  }

  person({ value, org }, before) {
    const again = before.has(org) ? '.another' : '';
    before.add(org);
    const clerk = org !== '' && org !== 'public';
    const textContent = this.say(`person${clerk ? '.of' : ''}${again}`, clerk ? this.report.organisation(org) : '');
    return make('span', { textContent, title: value });
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
