export type Sample = { name: string; labels: Record<string, string>; value: number };
export type Family = { name: string; type: string; help: string; samples: Sample[] };

const name = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/**
 * Reads Prometheus' text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/) by the letter: every family has
 * its help and type before its samples, stands together and once, no series comes twice, counters are called _total and rise from zero,
 * and a histogram's buckets add up. Throws at the first line that is otherwise.
 */
export function parseMetrics(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  let family: Family | undefined;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const fail = (words: string) => new Error(`${words}: ${line}`);
    const [, kind, of = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (line.startsWith('#') && !kind) throw fail('neither help nor type');
    if (kind === 'HELP') {
      if (families.has(of) || !name.test(of)) throw fail('a second time, or no name');
      families.set(of, (family = { name: of, type: '', help: rest, samples: [] }));
    } else if (kind === 'TYPE') {
      if (family?.name !== of || family.type) throw fail('a type away from its help');
      if (!/^(counter|gauge|histogram|summary)$/.test(rest)) throw fail('no such type');
      if (rest === 'counter' && !of.endsWith('_total')) throw fail('a counter that is not called so');
      family.type = rest;
    } else {
      const sample = readSample(line);
      if (!sample || !family?.type) throw fail('no sample, or one of nothing');
      const suffix = sample.name.slice(family.name.length);
      const suffixes = family.type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['', '_sum', '_count'];
      if (!sample.name.startsWith(family.name) || !suffixes.includes(suffix))
        throw fail(`not of ${family.name}`);
      const series = JSON.stringify([sample.name, Object.entries(sample.labels).toSorted()]);
      if (seen.has(series)) throw fail('the same series again');
      seen.add(series);
      if (family.type === 'counter' && !(sample.value >= 0)) throw fail('a counter below zero');
      family.samples.push(sample);
    }
  }
  for (const one of families.values()) if (one.type === 'histogram') checkHistogram(one);
  return families;
}

function readSample(line: string): Sample | null {
  const found = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
  if (!found) return null;
  const labels: Record<string, string> = {};
  let rest = found[2] ?? '';
  while (rest) {
    const label = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/.exec(rest);
    if (!label || label[1]! in labels) return null;
    labels[label[1]!] = label[2]!;
    rest = rest.slice(label[0].length);
  }
  const number = found[3]!;
  const value = number === '+Inf' ? Infinity : number === '-Inf' ? -Infinity : Number(number);
  return Number.isNaN(value) && !/^nan$/i.test(number) ? null : { name: found[1]!, labels, value };
}

function checkHistogram({ name, samples }: Family): void {
  const others = ({ labels: { le: _, ...rest } }: Sample) => JSON.stringify(Object.entries(rest).toSorted());
  for (const [key, series] of Map.groupBy(samples, others)) {
    const buckets = series.filter((sample) => sample.name === `${name}_bucket`);
    const count = series.find((sample) => sample.name === `${name}_count`)?.value;
    const isRising = buckets.every(({ value }, n) => n === 0 || value >= buckets[n - 1]!.value);
    const last = buckets.at(-1);
    if (!isRising || last?.labels.le !== '+Inf' || last.value !== count)
      throw new Error(`the buckets of ${name} ${key} do not add up`);
    if (!series.some((sample) => sample.name === `${name}_sum`)) throw new Error(`${name} ${key} has no sum`);
  }
}

/** The value of one series; fails when there is none. */
export function valueOf(families: Map<string, Family>, series: string, labels: Record<string, string> = {}) {
  const all = [...families.values()].flatMap(({ samples }) => samples);
  const found = all.find(
    (sample) =>
      sample.name === series &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  if (!found) throw new Error(`there is no ${series} ${JSON.stringify(labels)}`);
  return found.value;
}
