import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import {
  account,
  appeals,
  getHelp,
  harbor,
  kestrel,
  marlowe,
  moth,
  noor,
  panel,
  startWorld,
  type World,
} from './start-world.ts';

const captain = '1180000000000000304';
const words = 'The crew of this server takes no tickets from you. Ask them outside of tickets.';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.sql`select private.enqueue_panel(${panel})`;
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => world.sql`delete from public.blocks`);

const block = (member: string) =>
  world.as(noor, (sql) => sql`select public.block_member(${harbor}, ${member}, 'spam')`);
const ticketsOf = (person: string) => world.sql`select from public.tickets where requester_id = ${person}`;
const ask = (as: string, category: string) =>
  world.discord.command({ as, in: getHelp, guild: harbor, name: 'ticket', options: { category } });

async function press(as: string) {
  const message = await eventually('the panel is published', async () => {
    const [found] = await world.sql`select message_id from public.panels where id = ${panel}`;
    return found?.message_id as string | null;
  });
  return world.discord.press({ as, in: getHelp, message, customId: `open:${account}` });
}

test('a blocked member who presses a button or uses /ticket is told so at once, and sees no form', async () => {
  await block(kestrel);
  for (const outcome of [await press(kestrel), await ask(kestrel, account), await ask(kestrel, appeals)]) {
    expect(outcome.modal).toBeFalsy();
    expect(outcome.reply?.content).toBe(words);
  }
  expect(await ticketsOf(kestrel)).toHaveLength(0);
});

test('a holder of a blocked role is told so too, until the role is taken from him', async () => {
  await world.as(noor, (sql) => sql`select public.block_role(${harbor}, ${captain}, '')`);
  expect((await press(marlowe)).reply?.content).toBe(words);
  await world.discord.takeRole({ as: noor, guild: harbor, from: marlowe, role: captain });
  expect((await press(marlowe)).modal?.title).toBe('Account');
});

test('blocked between the form and its sending, he is told when he sends it, and no ticket opens', async () => {
  const { modal } = await press(moth);
  await block(moth);
  await world.discord.submit({
    as: moth,
    interaction: modal!.interaction_id,
    values: { story: 'Let me in' },
  });
  await eventually('he is told', async () =>
    (await world.discord.ephemerals(moth)).some(({ content }) => content === words),
  );
  expect(await ticketsOf(moth)).toHaveLength(0);
});
