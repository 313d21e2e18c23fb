import { base64url, bytesOf, textOf } from './bytes.js';
import { isPage, verifyPage } from './casepage.js';
import { CaseReport } from './casereport.js';
import { isCertificate, verifyCertificates } from './certificate.js';
import { CertificateReport } from './certificatereport.js';
import { knownZone, make, notice, saying } from './dom.js';
import { isOfficers } from './keyorder.js';
import { isHistory, trusting } from './keys.js';
import { sha256 } from './primitives.js';
import { answers, casesStated, inTheLightOf, verify } from './receipt.js';
import { Report } from './report.js';
import { SealBox } from './sealbox.js';
import { isSealPolicy } from './sealpolicy.js';
import { Titles } from './titles.js';
import { WORDS } from './words.js';

const MAX_BYTES = 16 * 1024 * 1024;

/** Takes receipts and pages of cases and says, computed in this browser, whether they hold. */
export class ChanceryVerify extends HTMLElement {
  connectedCallback() {
    if (this.say) return;
    this.language = this.getAttribute('language') === 'en' ? 'en' : 'zh-CN';
    this.say = saying(WORDS[this.language]);
    // dates as on every other screen
    const zone = this.hasAttribute('zone') ? knownZone(this.getAttribute('zone')) : undefined;
    this.report = new Report(this.say, this.language === 'en' ? 'en-GB' : 'zh-CN', zone);
    this.seal = new SealBox(this.say, () => this.check());
    // what is read aloud is the verdict; keys and proofs are there to be gone through
    this.verdict = make('div', { className: 'verdict', ariaLive: 'polite' });
    this.details = make('div', {});
    this.answer = make('div', { className: 'verify-answer' }, [this.verdict, this.details]);
    this.run = 0;
    this.taking = 0;
    this.replaceChildren(this.keyBox(), this.dropBox(), this.answer);
    this.ready = Promise.all([this.fetchKeys(), fetched('sealing.policy').then((text) => this.seal.offer(text))]);
    this.lookUp();
  }

  dropBox() {
    const { say } = this;
    const input = make('input', { type: 'file', id: 'receipt-file', multiple: true });
    input.addEventListener('change', () => this.take([...input.files]));
    const box = make('div', { className: 'drop' }, [
      input,
      make('label', { htmlFor: 'receipt-file', className: 'action primary', textContent: say('choose') }),
      make('p', { className: 'hint', textContent: say('drop') }),
    ]);
    box.addEventListener('dragover', (event) => {
      event.preventDefault();
      box.classList.add('over');
    });
    box.addEventListener('dragleave', () => box.classList.remove('over'));
    box.addEventListener('drop', (event) => {
      event.preventDefault();
      box.classList.remove('over');
      this.take([...event.dataTransfer.files]);
    });
    return box;
  }

  keyBox() {
    const { say } = this;
    this.key = make('textarea', { id: 'log-key', rows: 2, spellcheck: false });
    this.key.addEventListener('change', () => this.check());
    return make('details', { className: 'key-box' }, [
      make('summary', { textContent: say('key.title') }),
      make('label', { htmlFor: 'log-key', textContent: say('key.label') }),
      this.key,
      make('p', { className: 'hint', textContent: say('key.hint') }),
      ...this.seal.nodes,
    ]);
  }

  /** The log's key and what pages of this program look like, from this address. */
  async fetchKeys() {
    const addresses = ['log.policy', 'console/verify-pages.txt', 'log.keys', 'officers.vkey'];
    const [key, shells, history, officers] = await Promise.all(addresses.map(fetched));
    Object.assign(this, { history, officers });
    this.shells = (shells ?? '').split('\n');
    if (!this.key.value) this.key.value = (key ?? '').trim();
  }

  async take(files) {
    if (files.length === 0) return;
    const taking = ++this.taking;
    const read = await Promise.all(
      files.map(async (file) => ({
        name: file.name,
        bytes: new Uint8Array(await file.slice(0, MAX_BYTES + 1).arrayBuffer()),
      })),
    );
    if (taking !== this.taking) return;
    const about = read.filter((file) => !this.isTrust(file));
    // who is trusted changed: what was answered before is asked anew
    if (about.length > 0) this.files = about;
    if (this.files) await this.check();
    else this.show(++this.run, ...this.about());
  }

  /** Whether a file says whom to trust; from then on it does. */
  isTrust({ name, bytes }) {
    const text = textOf(bytes);
    if (isHistory(bytes)) this.ownHistory = text;
    else if (isSealPolicy(text)) this.seal.choose(text);
    else if (isOfficers(text)) this.ownOfficers = text;
    else return false;
    this.trustFiles = [...new Set([...(this.trustFiles ?? []), name])];
    return true;
  }

  /**
   * Whom the box names, in the light of a history of keys, and of who may order what it tells: as chosen, or as this
   * address has them. Undefined if one of them cannot be had or read: it may tell that a key ended.
   */
  async trusted() {
    const history = this.ownHistory ?? this.history;
    const officers = this.ownOfficers ?? this.officers;
    return history === undefined || officers === undefined ? undefined : trusting(this.key.value, history, officers);
  }

  async check() {
    const { files } = this;
    if (!files?.length) return;
    const run = ++this.run;
    await this.ready;
    const certificate = files.find(({ bytes }) => isCertificate(bytes));
    if (certificate) {
      await this.tellCertificates(run, certificate, files);
      return;
    }
    const trust = await this.trusted();
    if (!trust) {
      this.show(run, notice('problem', this.say('nokey'), this.say('nokey.text')));
      return;
    }
    const found = [];
    for (const { bytes } of files) {
      found.push(isPage(bytes) ? await verifyPage(bytes, trust, this.shells) : await verify(bytes, trust));
    }
    const others = found.slice(1).flatMap((each) => each.steps ?? [each]);
    await this.tell(run, found[0], others, trust, files[0].name);
  }

  hint(key, ...values) {
    return make('p', { className: 'hint', textContent: this.say(key, ...values) });
  }

  /** Of which file an answer speaks, and which others had a say in it. */
  about(name) {
    const given = this.trustFiles ? [this.hint('key.files.taken', this.trustFiles.join(this.say('list.and')))] : [];
    return [...(name === undefined ? [] : [this.hint('file', name)]), ...given];
  }

  /** @param {string} [name] of the file, if it is one */
  async tell(run, first, others, trust, name) {
    const file = this.about(name);
    if (first.steps) {
      const report = new CaseReport(first, this.report, this.language);
      const words = this.report.words(first);
      const leads = make('p', { className: 'hint', textContent: this.say('page.address', first.data.address) });
      const acts = this.report.keyActs(first.acts);
      this.show(run, words, ...file, leads, report.heading(), ...report.fields(), ...report.steps(), ...acts, report.entries());
      return;
    }
    let found = first.verdict === 'valid' ? inTheLightOf(first, others) : first;
    const hints = [];
    if (found.verdict === 'valid' && casesStated(found) > 0) {
      const later = await this.later(found, trust);
      found = later.found;
      if (found.verdict === 'valid') hints.push(make('p', { className: 'hint later', textContent: later.hint }));
    }
    const nodes = [this.report.words(found), ...this.report.whichRecord(found), ...file, ...hints];
    this.show(run, ...nodes, ...(found.receipt ? this.report.details(found) : []), ...this.report.keyActs(trust.acts));
  }

  /** Certificates of a case are held against a sealing policy; no key of the log has to do with them. */
  async tellCertificates(run, { name, bytes }, files) {
    const { say } = this;
    const policy = await this.seal.policy();
    if (!policy) {
      this.show(run, notice('problem', say('noseal'), say('noseal.text')), ...this.about(name));
      return;
    }
    const from = this.seal.from;
    const found = await verifyCertificates(bytes, policy);
    const names = await this.namesFor(found, files);
    const report = new CertificateReport(found, this.report, this.language, names.titles, from);
    const others = files.filter((file) => file.bytes !== bytes && file !== names.page).map((file) => file.name);
    this.show(
      run,
      report.words(),
      ...this.about(name),
      ...(others.length > 0 ? [this.hint('certificate.others', others.join(say('list.and')))] : []),
      ...(names.from ? [this.hint(`certificate.names.${names.from}`)] : []),
      ...report.details(),
    );
  }

  /** What the case's model calls its elements: as a page of the case says that was chosen too, or this address. */
  async namesFor({ certificates }, files) {
    if (!certificates) return { titles: new Titles({}, this.language) };
    const [{ caseName, model }] = certificates;
    const trust = await this.trusted();
    for (const file of files.filter(({ bytes }) => isPage(bytes))) {
      const page = trust ? await verifyPage(file.bytes, trust, this.shells) : undefined;
      if (page?.verdict === 'valid' && page.subject === caseName) {
        return { titles: new Titles(page.data.files, this.language), from: 'page', page: file };
      }
    }
    const text = /^[-\w]{43}$/.test(model) ? await fetched(`models/${model}`) : undefined;
    const proven = text !== undefined && base64url(await sha256(bytesOf(text))) === model;
    return proven
      ? { titles: new Titles({ 'model.bpmn': text }, this.language), from: 'model' }
      : { titles: new Titles({}, this.language), from: 'none' };
  }

  /** Asks this address for a later status of the same case; the answer is a receipt, checked like any other. */
  async later(found, trust) {
    const { say } = this;
    const text = await fetched(`api/receipts/${found.receipt.index}/later`);
    if (text === undefined) return { found, hint: say('later.unknown') };
    // nothing is told of an entry of several cases
    if (text === '') return { found, hint: say(casesStated(found) === 1 ? 'later.none' : 'later.unknown') };
    const later = await verify(bytesOf(text), trust);
    if (later.verdict !== 'valid') return { found, hint: say('later.unknown') };
    const hint = answers(later, found)
      ? say('later.same', this.report.at(later.receipt.checkpoint.time))
      : say('later.unknown');
    return { found: inTheLightOf(found, [later]), hint };
  }

  /** A printed page's QR code leads here with entry and hash of its record: verify#4711.hash. */
  async lookUp() {
    const [, index, hash] = /^#(0|[1-9]\d{0,17})\.([-_A-Za-z0-9]{22})$/.exec(window.location.hash) ?? [];
    if (index === undefined) return;
    const { say } = this;
    const entry = index;
    const run = ++this.run;
    this.show(run, make('p', { textContent: say('lookup', entry) }));
    await this.ready;
    const [text, trust] = await Promise.all([fetched(`api/receipts/${index}`), this.trusted()]);
    if (!text || !trust) {
      this.show(run, notice('problem', say('lookup.failed'), say('lookup.failed.text')));
      return;
    }
    const found = await verify(bytesOf(text), trust);
    if (found.verdict === 'valid' && base64url(found.leaf.slice(0, 16)) !== hash) {
      this.show(run, notice('problem', say('lookup.other', entry), say('lookup.other.text')));
      return;
    }
    await this.tell(run, found, [], trust);
  }

  /** Shows an answer, unless something else was asked since: it would stand under another file's name. */
  show(run, verdict, ...details) {
    if (run !== this.run) return;
    this.verdict.replaceChildren(verdict);
    this.details.replaceChildren(...details);
    verdict.scrollIntoView({ block: 'nearest' });
  }
}

/** Text, empty if there is nothing, undefined if this address does not answer. */
async function fetched(address) {
  try {
    const response = await fetch(address, { cache: 'no-store' });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined; // offline
  }
}
