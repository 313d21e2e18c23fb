import { make } from './dom.js';
import { membersOf } from './receipt.js';

/* What a proven record says of an erasure that was carried out: with its receipt, the certificate of the erasure. */

const isText = (value) => typeof value === 'string' && value !== '';
const list = (value) => (Array.isArray(value) && value.length > 0 ? value.map(String).join(', ') : undefined);

/** Every erasure of which this record tells as carried out, in sentences; nothing if it tells of none. */
export function erasures(receipt, report) {
  const { say } = report;
  const record = membersOf(receipt);
  const transitions = Array.isArray(record.transitions) ? record.transitions : [];
  return transitions
    .filter((each) => each?.type === 'erased')
    .flatMap((told) => {
      const subject = isText(told.case) ? told.case : String(record.case ?? '');
      const at = isText(told.at) ? told.at : String(record.time ?? '');
      const shown = Number.isNaN(Date.parse(at)) ? at : report.at(at);
      const ground = say(`ground.${told.ground}`);
      const pending = list(told.pending);
      const lines = [
        say('erased', subject, shown),
        say('erased.keys', list(told.keys) ?? '–'),
        say('erased.ground', ground.startsWith('ground.') ? String(told.ground ?? '–') : ground),
        say('erased.by', String(told.requestedBy ?? '–'), String(told.confirmedBy ?? '–')),
        say('erased.purged', list(told.purged) ?? '–'),
        ...(pending === undefined ? [] : [say('erased.pending', pending)]),
      ];
      return [
        make('h2', { textContent: say('erased.title') }),
        make('div', { className: 'erasure' }, lines.map((textContent) => make('p', { textContent }))),
      ];
    });
}
