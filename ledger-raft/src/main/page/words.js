import english from './words/en.json';
import chinese from './words/zh-CN.json';

/** By language. */
export const WORDS = { en: english, 'zh-CN': chinese };
