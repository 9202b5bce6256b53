import { columnNames, type Column } from './people.ts';
import { verdicts } from './verdicts.ts';

/** A line of the table: what is tried, what meets whoever is not meant, and who is meant. */
export type Verdict = { label: string; otherwise: string; cells: Record<Column, string> };

/** Reads the table of verdicts. Throws where a line does not fit its columns. */
export function readVerdicts(): Verdict[] {
  const lines = verdicts.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line) => {
    const label = line.slice(0, 26).trim();
    const [otherwise, ...cells] = line.slice(26).trim().split(/\s+/);
    if (otherwise === 'else') {
      if (cells.join() !== columnNames.join()) throw new Error(`The head of ${label} names other columns.`);
      return [];
    }
    if (cells.length !== columnNames.length)
      throw new Error(`The line of ${label} has ${cells.length} cells.`);
    const named = Object.fromEntries(columnNames.map((column, at) => [column, cells[at]!]));
    return [{ label, otherwise: otherwise!, cells: named as Record<Column, string> }];
  });
}
