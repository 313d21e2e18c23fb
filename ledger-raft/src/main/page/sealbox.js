import { make } from './dom.js';
import { parseSealPolicy } from './sealpolicy.js';

/** Whose certificates count for the reader: as this address tells, as a file says, or as was typed. */
export class SealBox {
  /** @param {() => void} changed is told when the reader has changed it */
  constructor(say, changed) {
    this.from = 'address';
    this.text = make('textarea', { id: 'sealing-policy', rows: 4, spellcheck: false });
    this.text.addEventListener('change', () => {
      this.from = 'typed';
      changed();
    });
    this.nodes = [
      make('label', { htmlFor: 'sealing-policy', textContent: say('seal.label') }),
      this.text,
      make('p', { className: 'hint', textContent: say('seal.hint') }),
    ];
  }

  /** What this address tells; the reader's own comes first. */
  offer(text) {
    if (this.text.value === '') this.text.value = (text ?? '').trim();
  }

  choose(text) {
    this.from = 'file';
    this.text.value = text.trim();
  }

  /** Undefined if there is none, or it is not well-formed. */
  policy() {
    return parseSealPolicy(this.text.value);
  }
}
