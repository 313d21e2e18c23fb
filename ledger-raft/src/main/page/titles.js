import { elementsIn, properties } from './model.js';

/* What the model's files call its fields, choices and elements. A receipt by itself carries no files: no titles. */

export class Titles {
  /** @param {Object<string, string>} files name to content, proven before */
  constructor(files, language) {
    const end = language === 'en' ? '_en.properties' : '_zh_CN.properties';
    this.texts = new Map();
    for (const [name, text] of Object.entries(files)) {
      if (name.endsWith(end)) properties(text).forEach((value, key) => this.texts.set(key, value));
    }
    this.elements = elementsIn(files);
  }

  get service() {
    return this.texts.get('title');
  }

  /** @returns undefined if no form knows the field */
  field(name) {
    return this.texts.get(`field.${name}`);
  }

  option(name, value) {
    return this.texts.get(`option.${name}.${value}`);
  }

  /** Whatever else the texts have. */
  text(key) {
    return this.texts.get(key);
  }

  element(id) {
    return this.texts.get(`element.${id}`) ?? (this.elements.get(id)?.name || undefined);
  }
}
