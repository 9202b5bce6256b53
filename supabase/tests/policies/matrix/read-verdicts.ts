import { columns, vouchedColumns, type Column } from './people.ts';
import { verdicts } from './verdicts.ts';

/** A line of the table: what is tried, what meets anyone who is not meant, and who is meant. */
export type Verdict = { label: string; otherwise: string; cells: Partial<Record<Column, string>> };

/** Reads the table of verdicts. Throws where a line does not fit its columns. */
export function readVerdicts(): Verdict[] {
  let heads: string[] = [];
  const known = [...Object.keys(columns), ...Object.keys(vouchedColumns)];
  const lines = verdicts.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line) => {
    const label = line.slice(0, 26).trim();
    const [otherwise, ...cells] = line.slice(26).trim().split(/\s+/);
    if (otherwise === 'else') {
      const unknown = cells.filter((cell) => !known.includes(cell));
      if (unknown.length > 0) throw new Error(`The head of ${label} names ${unknown.join(', ')}.`);
      if (!cells[0]!.endsWith('~') && cells.join() !== Object.keys(columns).join())
        throw new Error(`The head of ${label} leaves columns out.`);
      heads = cells;
      return [];
    }
    if (cells.length !== heads.length) throw new Error(`The line of ${label} has ${cells.length} cells.`);
    const named = Object.fromEntries(heads.map((column, at) => [column, cells[at]!]));
    return [{ label, otherwise: otherwise!, cells: named as Verdict['cells'] }];
  });
}
