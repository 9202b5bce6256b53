import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

export type Row = {
  metric: string;
  value: number;
  unit: string;
  /** What it is measured against, in the same run. */
  against?: string;
  /** value / the other side's value. */
  ratio?: number;
  /** The bar, in words, and whether it holds. */
  bar?: string;
  holds?: boolean;
};

const round = (value: number) => Number(value.toPrecision(value >= 100 ? 4 : 3));

/** Prints the rows as a table and writes `.local/bench/<name>.json`. Sets the exit code when a bar does not hold. */
export async function report(name: string, rows: Row[]): Promise<void> {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const cells = rows.map((row) => [
    row.metric,
    `${round(row.value)} ${row.unit}`,
    row.against ?? '',
    row.ratio === undefined ? '' : `${round(row.ratio)}×`,
    row.bar ?? '',
    row.holds === undefined ? '' : row.holds ? 'holds' : 'DOES NOT HOLD',
  ]);
  const table = [['', 'value', 'against', 'ratio', 'bar', ''], ...cells];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((line) => line[column]!.length)));
  console.log(`\n${name} · ${machine}\n`);
  for (const line of table)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
  const file = new URL(`../../.local/bench/${name}.json`, import.meta.url);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(
    file,
    JSON.stringify(
      {
        name,
        machine,
        rows: rows.map((row) => ({
          metric: row.metric,
          value: round(row.value),
          unit: row.unit,
          against: row.against ?? null,
          ratio: row.ratio === undefined ? null : round(row.ratio),
          bar: row.bar ?? null,
          holds: row.holds ?? null,
        })),
      },
      null,
      2,
    ),
  );
  console.log(`\nWritten to ${fileURLToPath(file)}`);
  if (rows.some((row) => row.holds === false)) process.exitCode = 1;
}

/** The value below which `share` (0 to 1) of the samples lie. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** p50, p95 and p99 of both sides as rows; bars are the most that ours may be, as a multiple of theirs. */
export function compare(
  metric: string,
  unit: string,
  ours: number[],
  against: string,
  theirs: number[],
  bars: { p50?: number; p95?: number; p99?: number },
): Row[] {
  return ([50, 95, 99] as const).map((p) => {
    const value = percentile(ours, p / 100);
    const ratio = value / percentile(theirs, p / 100);
    const bar = bars[`p${p}`];
    return {
      metric: `${metric}, p${p}`,
      value,
      unit,
      against: `${against}: ${round(percentile(theirs, p / 100))} ${unit}`,
      ratio,
      ...(bar === undefined ? {} : { bar: `≤ ${bar}×`, holds: ratio <= bar }),
    };
  });
}

/** Fails the run when a count is off: a benchmark that lost something has measured nothing. */
export function expectCount(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${what}: ${found}, expected ${expected}`);
}
