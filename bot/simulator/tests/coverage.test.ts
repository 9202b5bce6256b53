import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allRoutes } from '../rest/routes/all-routes.ts';

const page = readFileSync(new URL('../COVERAGE.md', import.meta.url), 'utf8');
const rows = page.split('\n').flatMap((line) => {
  const cells = line.split('|').map((cell) => cell.trim());
  return /^(GET|POST|PUT|PATCH|DELETE) \//.test(cells[1] ?? '')
    ? [{ route: cells[1]!, caller: cells[2]!, test: cells[3]! }]
    : [];
});

test('COVERAGE.md lists every route, and no other', () => {
  const listed = rows.map(({ route, caller }) => `${route} ${caller}`).sort();
  expect(listed).toEqual(allRoutes.map(({ method, path, auth }) => `${method} ${path} ${auth}`).sort());
});

test('every test that COVERAGE.md names exists', () => {
  const names = new Set(rows.map((row) => row.test));
  expect([...names].filter((name) => !existsSync(new URL(`./${name}.test.ts`, import.meta.url)))).toEqual([]);
});
