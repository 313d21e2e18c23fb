import { verifyCertificates } from './certificate.js';
import { verifyCase, verifyPage } from './casepage.js';
import { ChanceryVerify } from './element.js';
import { objectIn } from './json.js';
import { trusting, withHistory } from './keys.js';
import { CasePage } from './page.js';
import { parseTrust } from './policy.js';
import { computedBy, isSigned } from './primitives.js';
import { inTheLightOf, verify } from './receipt.js';
import { parseSealPolicy } from './sealpolicy.js';

/* One script for the console's /verify, for pages of cases, and for whoever wants to check by hand. */
globalThis.chancery = Object.freeze({
  computedBy,
  inTheLightOf,
  isSigned,
  objectIn,
  parseSealPolicy,
  parseTrust,
  trusting,
  verify,
  verifyCase,
  verifyCertificates,
  verifyPage,
  withHistory,
});

if (!customElements.get('chancery-receipt-check')) customElements.define('chancery-receipt-check', ChanceryVerify);

const block = document.getElementById('chancery-case');
const root = document.getElementById('chancery-page');
if (block && root) new CasePage(root, block.textContent).show();
