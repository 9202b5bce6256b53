import { isDeepStrictEqual } from 'node:util';
import type { APIApplicationCommand } from 'discord.js';
import { expect, test } from 'vitest';
import { commands } from './commands.ts';
import { byName } from './register.ts';

const shapes = commands.map(({ shape }) => shape) as Partial<APIApplicationCommand>[];
const isSame = (registered: Partial<APIApplicationCommand>[]) =>
  isDeepStrictEqual(byName(registered), byName(shapes));
const copy = () => structuredClone(shapes);

test('commands are registered again when something that a member notices is another, and only then', () => {
  expect(isSame(copy().toReversed())).toBe(true);
  // What Discord adds by itself.
  expect(isSame(copy().map((shape) => ({ ...shape, id: '1', version: '2', nsfw: false })))).toBe(true);

  const changes: ((list: ReturnType<typeof copy>) => unknown)[] = [
    (list) => list.pop(),
    (list) => (list[0]!.description = 'Another'),
    (list) => (list[0]!.description_localizations!.de = 'Anders'),
    (list) => {
      const choices = list
        .flatMap(({ options }) => options ?? [])
        .flatMap((option) => Object(option).choices ?? []);
      choices[0].name_localizations.de = 'Anders';
    },
    (list) => {
      const option = list.flatMap(({ options }) => options ?? []).find((each) => 'choices' in each);
      Object(option).choices.pop();
    },
  ];
  for (const change of changes) {
    const list = copy();
    change(list);
    expect(isSame(list)).toBe(false);
  }
});
