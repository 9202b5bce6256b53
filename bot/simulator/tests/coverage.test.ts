import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REFUSALS } from '../rest/refusal.ts';
import { allRoutes } from '../rest/routes/all-routes.ts';

const page = readFileSync(new URL('../COVERAGE.md', import.meta.url), 'utf8');
const rows = page.split('\n').flatMap((line) => {
  const cells = line.split('|').map((cell) => cell.trim());
  return /^(GET|POST|PUT|PATCH|DELETE) \//.test(cells[1] ?? '')
    ? [{ route: cells[1]!, caller: cells[2]!, test: cells[3]! }]
    : [];
});

/** Pairs of an error code and the test that shows it, as many as it names. */
const errors = [...page.matchAll(/\| (\d+)(?: \(401\))? +\| ([a-z][a-z, -]*?) +(?=\|)/g)].flatMap(
  ([, code, tests]) => tests!.split(', ').map((name) => ({ code: Number(code), test: name })),
);
const fileOf = (name: string) => new URL(`./${name}.test.ts`, import.meta.url);

test('COVERAGE.md lists every route, and no other', () => {
  const listed = rows.map(({ route, caller }) => `${route} ${caller}`).sort();
  expect(listed).toEqual(allRoutes.map(({ method, path, auth }) => `${method} ${path} ${auth}`).sort());
});

test('every test that COVERAGE.md names exists', () => {
  const names = new Set([...rows, ...errors].map((row) => row.test));
  expect([...names].filter((name) => !existsSync(fileOf(name)))).toEqual([]);
});

test('COVERAGE.md lists every error code, and no other', () => {
  // 0 is any status in words, 20016 slow mode, 50035 a form; all three carry more than a code.
  const written = [0, 20016, 50035, ...Object.keys(REFUSALS).map(Number)];
  expect([...new Set(errors.map(({ code }) => code))].sort((a, b) => a - b)).toEqual(
    written.sort((a, b) => a - b),
  );
});

test('every error code is named in the tests that are said to show it', () => {
  const silent = errors.filter(({ code, test: name }) => {
    const text = readFileSync(fileOf(name), 'utf8');
    return !new RegExp(`\\b${code === 0 ? 401 : code}\\b`).test(text);
  });
  expect(silent).toEqual([]);
});
