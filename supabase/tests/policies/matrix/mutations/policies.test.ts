import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../../test-database.ts';
import { openMatrix, type Matrix } from '../open-matrix.ts';
import { grantMutations } from './grant-mutations.ts';
import { policyMutations } from './policy-mutations.ts';
import { redundant } from './redundant.ts';
import { findSurvivors } from './find-survivors.ts';

let matrix: Matrix;
beforeAll(async () => {
  matrix = await openMatrix(await openTestDatabase());
});
afterAll(() => matrix.database[Symbol.asyncDispose]());

test.each([
  ['a policy dropped, opened, or without one of its terms', policyMutations, 100],
  ['a right revoked', grantMutations, 100],
])(
  '%s makes the table fail, or is said to be there twice',
  async (_, list, atLeast) => {
    const mutations = await list(matrix.database.sql);
    expect(mutations.length).toBeGreaterThan(atLeast);
    const names = new Set(mutations.map(({ name }) => name));
    const expected = Object.keys(redundant).filter((name) => names.has(name));
    expect((await findSurvivors(matrix, mutations)).toSorted()).toEqual(expected.toSorted());
  },
  300_000,
);

test('what is said to be there twice is there', async () => {
  const all = [
    ...(await policyMutations(matrix.database.sql)),
    ...(await grantMutations(matrix.database.sql)),
  ];
  const names = all.map(({ name }) => name);
  expect(Object.keys(redundant).filter((name) => !names.includes(name))).toEqual([]);
});

test('a change that changes nothing is named', async () => {
  const idle = { name: 'idle', statement: 'select 1', touches: 'public.blocks', isPolicy: true };
  const felt = { ...idle, name: 'felt', statement: 'delete from public.blocks' };
  expect(await findSurvivors(matrix, [felt, idle])).toEqual(['idle']);
});
