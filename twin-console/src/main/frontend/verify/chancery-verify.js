import { base64, parseKey, verify } from './receipt.js';

/** Takes a receipt and says, computed on this page, whether it holds; first in words, then the proof. */
class ChanceryVerify extends HTMLElement {
  /** @param {string} what JSON of {texts, zone, locale} */
  begin(what) {
    Object.assign(this, JSON.parse(what));
    this.replaceChildren(this.keyBox(), this.dropBox());
    this.answer = make('div', { className: 'verify-answer', ariaLive: 'polite' });
    this.append(this.answer);
    this.fetchKey();
  }

  t(key, ...values) {
    return values.reduce((text, value, i) => text.replace(`{${i}}`, value), this.texts[key] ?? key);
  }

  dropBox() {
    const input = make('input', { type: 'file', id: 'receipt-file' });
    input.addEventListener('change', () => this.take(input.files[0]));
    const box = make('div', { className: 'drop' }, [
      input,
      make('label', { htmlFor: 'receipt-file', className: 'action primary', textContent: this.t('choose') }),
      make('p', { className: 'hint', textContent: this.t('drop') }),
    ]);
    box.addEventListener('dragover', (event) => {
      event.preventDefault();
      box.classList.add('over');
    });
    box.addEventListener('dragleave', () => box.classList.remove('over'));
    box.addEventListener('drop', (event) => {
      event.preventDefault();
      box.classList.remove('over');
      this.take(event.dataTransfer.files[0]);
    });
    return box;
  }

  keyBox() {
    this.key = make('textarea', { id: 'log-key', rows: 2, spellcheck: false });
    this.key.addEventListener('change', () => this.check());
    return make('details', { className: 'key-box' }, [
      make('summary', { textContent: this.t('key.title') }),
      make('label', { htmlFor: 'log-key', textContent: this.t('key.label') }),
      this.key,
      make('p', { className: 'hint', textContent: this.t('key.hint') }),
    ]);
  }

  async fetchKey() {
    try {
      const response = await fetch('log.vkey', { cache: 'no-store' });
      if (response.ok && !this.key.value) {
        const lines = (await response.text()).split('\n').map((line) => line.trim());
        this.key.value = lines.find((line) => line && !line.startsWith('#')) ?? '';
      }
    } catch {
      // offline: the visitor may paste a key
    }
  }

  async take(file) {
    if (!file) return;
    this.fileName = file.name;
    this.file = new Uint8Array(await file.slice(0, 200_000).arrayBuffer());
    this.check();
  }

  check() {
    if (!this.file) return;
    const key = parseKey(this.key.value.trim());
    if (!key) {
      this.say('problem', this.t('nokey'), this.t('nokey.text'));
      return;
    }
    const found = verify(this.file, key);
    switch (found.verdict) {
      case 'valid':
        this.say('done', this.t('valid', this.moment(found.receipt.checkpoint.time)), this.t('valid.text'));
        this.answer.append(...this.proof(found, key));
        break;
      case 'altered':
        this.say('problem', this.t('altered'), this.t(`altered.${found.part}`));
        break;
      case 'unknown':
        this.say('problem', this.t('unknown'), this.t('unknown.text', found.signer));
        break;
      default:
        this.say('problem', this.t('malformed'), this.t('malformed.text', found.line, this.t(`flaw.${found.flaw}`)));
    }
  }

  say(kind, title, text) {
    const notice = make('div', { className: `notice notice-${kind}` }, [
      make('p', { className: 'notice-title', textContent: title }),
      make('p', { textContent: text }),
      make('p', { className: 'hint', textContent: this.t('file', this.fileName) }),
    ]);
    notice.setAttribute('data-verdict', kind);
    this.answer.replaceChildren(notice);
    notice.scrollIntoView({ block: 'nearest' });
  }

  proof({ receipt, leaf }, key) {
    const { checkpoint } = receipt;
    const facts = make('dl', { className: 'facts' });
    const fact = (name, value, mono) =>
      facts.append(
        make('div', {}, [
          make('dt', { textContent: this.t(name) }),
          make('dd', {}, [make(mono ? 'code' : 'span', { textContent: value })]),
        ]),
      );
    fact('fact.index', String(receipt.index));
    fact('fact.size', String(checkpoint.size));
    fact('fact.origin', checkpoint.origin, true);
    fact('fact.leaf', base64(leaf), true);
    fact('fact.path', this.t('fact.path.value', receipt.proof.length));
    fact('fact.root', base64(checkpoint.root), true);
    fact('fact.signer', key.text, true);
    let record = receipt.record;
    try {
      record = JSON.stringify(JSON.parse(record), null, 2);
    } catch {
      // shown as it stands
    }
    const pre = make('pre', { className: 'note', textContent: record, tabIndex: 0 });
    return [
      make('h2', { textContent: this.t('record') }),
      make('p', { className: 'hint', textContent: this.t('record.hint') }),
      pre,
      make('h2', { textContent: this.t('proof') }),
      facts,
    ];
  }

  moment(time) {
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'long', timeStyle: 'medium', timeZone: this.zone }).format(
      new Date(time),
    );
  }
}

function make(tag, properties = {}, children = []) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

customElements.define('chancery-verify', ChanceryVerify);
