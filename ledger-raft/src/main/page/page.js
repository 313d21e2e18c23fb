import encodeQR from 'qr';
import { base64url, bytesOf, textOf } from './bytes.js';
import { verifyCase } from './casepage.js';
import { CaseReport } from './casereport.js';
import { knownZone, make, notice, saying } from './dom.js';
import { isOfficers } from './keyorder.js';
import { isHistory, trusting } from './keys.js';
import { Report } from './report.js';
import { parseCase } from './casepage.js';
import { WORDS } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';

/** The page of a case, opened by itself: it checks what it carries and shows nothing that it could not prove. */
export class CasePage {
  constructor(root, block) {
    Object.assign(this, { root, block });
    this.language = navigator.languages.some((each) => each.startsWith('zh')) ? 'zh-CN' : 'en';
    const data = parseCase(block);
    this.trusted = data?.key ?? '';
    // pages of version 1 do not say; the reader's own is named then
    this.zone = data?.zone ? knownZone(data.zone) : undefined;
  }

  async show() {
    const { language, block } = this;
    document.documentElement.lang = language;
    const say = saying(WORDS[language]);
    document.title = say('page.title');
    const report = new Report(say, language === 'en' ? 'en-GB' : 'zh-CN', this.zone);
    const trust = await trusting(this.trusted, this.history, this.officers);
    const found = trust ? await verifyCase(block, trust) : undefined;
    const words = found ? report.words(found) : notice('problem', say('nokey'), say('nokey.page'));
    const head = make('header', {}, [make('h1', { textContent: say('page.title') }), this.switches(say)]);
    const nodes = [head, words, ...(found ? report.whichRecord(found) : [])];
    if (found?.verdict === 'valid') {
      if (this.trusted === found.data.key) words.append(make('p', { textContent: say('valid.condition') }));
      const told = new CaseReport(found, report, language);
      nodes.push(told.heading(), ...told.fields(), ...told.steps(), this.address(say, found), told.entries());
    }
    nodes.push(...report.keyActs(found?.acts ?? trust?.acts ?? []));
    nodes.push(this.keyBox(say), make('p', { className: 'hint', textContent: say('shell') }));
    this.root.replaceChildren(...nodes);
  }

  switches(say) {
    const other = make('button', { type: 'button', id: 'language', textContent: say('page.language') });
    other.lang = this.language === 'en' ? 'zh-CN' : 'en';
    other.addEventListener('click', () => {
      this.language = other.lang;
      this.show();
    });
    const print = make('button', { type: 'button', textContent: say('page.print') });
    print.addEventListener('click', () => window.print());
    return make('div', { className: 'switches' }, [other, print]);
  }

  keyBox(say) {
    const key = make('textarea', { id: 'log-key', rows: 3, spellcheck: false, value: this.trusted });
    key.addEventListener('change', () => {
      this.trusted = key.value.trim();
      this.show();
    });
    const files = make('input', { type: 'file', id: 'key-files', multiple: true });
    files.addEventListener('change', () => this.take([...files.files]));
    return make('section', { className: 'key-box' }, [
      make('h2', { textContent: say('key.title') }),
      make('label', { htmlFor: 'log-key', textContent: say('key.label') }),
      key,
      make('p', { className: 'hint', textContent: say('key.page') }),
      make('label', { htmlFor: 'key-files', textContent: say('key.files') }),
      files,
      make('p', { className: 'hint', textContent: this.taken ? say('key.files.taken', this.taken) : say('key.files.hint') }),
      ...(this.passed ? [make('p', { className: 'hint', textContent: say('key.files.passed', this.passed) })] : []),
    ]);
  }

  /** A newer history of the log's keys, and who may order what it tells: the page itself has no address to ask. */
  async take(files) {
    const taken = [];
    const passed = [];
    for (const file of files) {
      const text = textOf(new Uint8Array(await file.arrayBuffer()));
      const history = text !== undefined && isHistory(bytesOf(text));
      if (history) this.history = text;
      else if (isOfficers(text)) this.officers = text;
      (history || isOfficers(text) ? taken : passed).push(file.name);
    }
    Object.assign(this, { taken: taken.join(', '), passed: passed.join(', ') });
    await this.show();
  }

  /** Where the last record can be looked up, as a QR code for the print. */
  address(say, found) {
    const last = found.steps.at(-1);
    const address = `${found.data.address}#${last.receipt.index}.${base64url(last.leaf.slice(0, 16))}`;
    const text = make('p', { textContent: say('page.address', found.data.address) });
    return make('section', { className: 'address' }, [code(address), text]);
  }
}

function code(text) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${rows.length} ${rows.length}`);
  svg.setAttribute('class', 'qr');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', text);
  const ink = document.createElementNS(SVG, 'path');
  const dark = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  ink.setAttribute('d', dark.join(''));
  svg.append(ink);
  return svg;
}
