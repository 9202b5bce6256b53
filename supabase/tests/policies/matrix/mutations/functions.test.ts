import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../../test-database.ts';
import { openMatrix, type Matrix } from '../open-matrix.ts';
import { functionMutations } from './function-mutations.ts';
import { levelMutations } from './level-mutations.ts';
import { splitTerms, withoutTerm } from './split-terms.ts';
import { findSurvivors } from './find-survivors.ts';

let matrix: Matrix;
beforeAll(async () => {
  matrix = await openMatrix(await openTestDatabase());
});
afterAll(() => matrix.database[Symbol.asyncDispose]());

test.each([
  ['a verdict without one of its terms', functionMutations, 100],
  ['an act that asks for one level less', levelMutations, 20],
])(
  '%s makes the table fail',
  async (_, list, atLeast) => {
    const mutations = await list(matrix.database.sql);
    expect(mutations.length).toBeGreaterThan(atLeast);
    expect(await findSurvivors(matrix, mutations)).toEqual([]);
  },
  300_000,
);

test('terms are found at every depth, and not in words or names', () => {
  const condition = `((a = ' AND (') AND (("b OR c" = 1) OR (EXISTS ( SELECT FROM t WHERE ((x = 1) AND (y = 2))))))`;
  const without = splitTerms(condition).map((term) => withoutTerm(condition, term));
  expect(without).toEqual([
    `((a = ' AND (') AND (("b OR c" = 1) OR (EXISTS ( SELECT FROM t WHERE (true AND (y = 2))))))`,
    `((a = ' AND (') AND (("b OR c" = 1) OR (EXISTS ( SELECT FROM t WHERE ((x = 1) AND true)))))`,
    `((a = ' AND (') AND (false OR (EXISTS ( SELECT FROM t WHERE ((x = 1) AND (y = 2))))))`,
    `((a = ' AND (') AND (("b OR c" = 1) OR false))`,
    `(true AND (("b OR c" = 1) OR (EXISTS ( SELECT FROM t WHERE ((x = 1) AND (y = 2))))))`,
    `((a = ' AND (') AND true)`,
  ]);
});
