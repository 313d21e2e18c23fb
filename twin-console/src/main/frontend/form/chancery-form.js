import { Form } from '@bpmn-io/form-js-viewer';
import baseCss from '@bpmn-io/form-js-viewer/dist/assets/form-js-base.css?inline';
import pickerCss from '@bpmn-io/form-js-viewer/dist/assets/flatpickr/light.css?inline';

const style = document.createElement('style');
style.textContent = baseCss + pickerCss;
document.head.prepend(style);

// form-js speaks English only: what it may say, and the key of our text for it.
const SAYINGS = [
  [/^Field is required\.$/, 'required'],
  [/^Field must match pattern/, 'pattern'],
  [/minimum value of (.+)\.$/, 'min'],
  [/maximum value of (.+)\.$/, 'max'],
  [/minimum length of (.+)\.$/, 'minLength'],
  [/maximum length of (.+)\.$/, 'maxLength'],
  [/valid email/, 'email'],
  [/valid\s+international phone/, 'phone'],
  [/not a number/, 'number'],
];
const WORDS = { Select: 'select', Search: 'search', 'Add new': 'add', 'No results': 'none' };

/** A form-js form in the user's language, styled by the page. */
class ChanceryForm extends HTMLElement {
  /** @param {string} what JSON of {schema, data, texts, readOnly} */
  async show(what) {
    const { schema, data, texts, readOnly } = JSON.parse(what);
    this.texts = texts;
    this.form?.destroy();
    this.replaceChildren();
    this.form = new Form({
      container: this,
      properties: { readOnly: Boolean(readOnly) },
      additionalModules: [this.localValidation()],
    });
    this.words?.disconnect();
    this.words = new MutationObserver(() => this.localiseWords());
    this.words.observe(this, { childList: true, subtree: true, characterData: true });
    await this.form.importSchema(schema, data ?? {});
  }

  localValidation() {
    const translate = (text) => this.translate(text);
    const localise = (validator) => {
      const original = validator.validateFieldInstance.bind(validator);
      validator.validateFieldInstance = (instance, value) => original(instance, value).map(translate);
    };
    localise.$inject = ['validator'];
    return { __init__: [localise] };
  }

  translate(text) {
    for (const [pattern, key] of SAYINGS) {
      const found = pattern.exec(text);
      if (found && this.texts[key]) return this.texts[key].replace('{0}', found[1] ?? '');
    }
    return text;
  }

  localiseWords() {
    const texts = document.createTreeWalker(this, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = this.texts[WORDS[texts.currentNode.data]];
      if (text) texts.currentNode.data = text;
    }
    for (const input of this.querySelectorAll('input[placeholder]')) {
      const text = this.texts[WORDS[input.placeholder]];
      if (text) input.placeholder = text;
    }
  }

  /** Validates and answers with a 'form-submit' event: the data, and each problem in the order of the form. */
  submit() {
    const { data, errors } = this.form.submit();
    const problems = [];
    for (const field of this.fields()) {
      for (const text of [errors[field.id] ?? []].flat(3)) {
        if (typeof text === 'string') problems.push({ field: field.key, label: field.label ?? field.key, text });
      }
    }
    this.dispatchEvent(
      new CustomEvent('form-submit', { detail: { data: JSON.stringify(data), problems: JSON.stringify(problems) } }),
    );
  }

  /** @param {string} problems JSON of {field: [texts]}: what the server found; fields of lists as list[0].field */
  mark(problems) {
    const errors = {};
    const fields = this.fields();
    for (const [name, texts] of Object.entries(JSON.parse(problems))) {
      const [, list, index, key] = /^(?:(.+)\[(\d+)\]\.)?(.+)$/.exec(name);
      const field = fields.find((candidate) => candidate.key === key) ?? fields.find(({ key: own }) => own === list);
      if (!field) continue;
      if (index === undefined) {
        errors[field.id] = texts;
      } else {
        (errors[field.id] ??= [])[Number(index)] = texts;
      }
    }
    this.form._setState({ errors });
  }

  focusField(key) {
    const own = key.replace(/^.+\]\./, '');
    const field = this.fields().find((candidate) => candidate.key === own);
    const input = field && this.querySelector(`:is(input,textarea,select)[id*="${field.id}"]`);
    (input ?? this.querySelector('input,textarea'))?.focus();
    input?.scrollIntoView({ block: 'center' });
  }

  fields() {
    return this.form.get('formFieldRegistry').getAll().filter((field) => field.key);
  }

  disconnectedCallback() {
    // A layout moves its content about while it builds; only an element that stays away is done with.
    setTimeout(() => {
      if (this.isConnected) return;
      this.words?.disconnect();
      this.form?.destroy();
      this.form = undefined;
    });
  }
}

customElements.define('chancery-form', ChanceryForm);
