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
// org.chancery.engine.form.FormInput.MAX_TEXT
const LONGEST = 4000;
const WORDS = { Select: 'select', Search: 'search', 'Add new': 'add', 'No results': 'none' };
const NUMBERED = /^Remove list item (\d+)$/;

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
    for (const name of ['placeholder', 'aria-label', 'title']) {
      for (const element of this.querySelectorAll(`[${name}]`)) {
        const own = element.getAttribute(name);
        const number = NUMBERED.exec(own)?.[1];
        const text = number ? this.texts.remove?.replace('{0}', number) : this.texts[WORDS[own]];
        if (text) element.setAttribute(name, text);
      }
    }
  }

  /** Validates and answers with a 'form-submit' event: the data, and each problem in the order of the form. */
  submit() {
    const { data, errors } = this.form.submit();
    const problems = [];
    for (const field of this.fields()) {
      const label = field.label ?? field.key;
      const list = this.listOf(field);
      const found = errors[field.id] ?? [];
      if (list && found.some(Array.isArray)) {
        found.forEach((texts, row) => {
          for (const text of texts ?? []) {
            problems.push({
              field: `${list.path}[${row}].${field.key}`,
              label: `${list.label ?? list.path} ${row + 1} · ${label}`,
              text,
            });
          }
        });
      } else {
        for (const text of [found].flat(3)) {
          if (typeof text === 'string') problems.push({ field: field.key, label, text });
        }
      }
    }
    problems.push(...this.tooLong(data));
    // what is not accepted here is not sent either: it may be as long as a book
    const sent = problems.length ? {} : data;
    this.dispatchEvent(
      new CustomEvent('form-submit', { detail: { data: JSON.stringify(sent), problems: JSON.stringify(problems) } }),
    );
  }

  /** The list whose entries have this field. */
  listOf(field) {
    const parent = this.form.get('formFieldRegistry').get(field._parent);
    return parent?.type === 'dynamiclist' ? parent : parent?.type === 'group' ? this.listOf(parent) : undefined;
  }

  /** Texts beyond what any field may hold, where the schema sets no bound of its own. */
  tooLong(data) {
    const text = this.translate(`Field must have maximum length of ${LONGEST}.`);
    return this.fields()
      .filter(({ key, validate }) => !validate?.maxLength && String(data[key] ?? '').length > LONGEST)
      .map(({ key, label }) => ({ field: key, label: label ?? key, text }));
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
    const [, row = 0, own] = /^(?:.+\[(\d+)\]\.)?(.+)$/.exec(key);
    const field = this.fields().find((candidate) => candidate.key === own);
    const inputs = field ? this.querySelectorAll(`:is(input,textarea,select)[id*="${field.id}"]`) : [];
    const input = inputs[this.listOf(field ?? {}) ? row : 0];
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
