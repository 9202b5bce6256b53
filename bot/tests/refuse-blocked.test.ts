import { expect } from 'vitest';
import { wordsFor } from '../src/words/words-for.ts';
import { demoTest } from './demo-test.ts';
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
  type Demo,
} from './start-demo.ts';

const captain = '1180000000000000304';
const words = wordsFor('en').refusals.TF016;
const test = demoTest({
  async prepare({ sql }) {
    await sql`select private.enqueue_panel(${panel})`;
  },
});
test.beforeEach(({ demo }) => demo.sql`delete from public.blocks`);

const block = (demo: Demo, setting: { person_id: string } | { role_id: string }) =>
  demo.as(noor, (sql) => sql`select public.save_block(${harbor}, gen_random_uuid(), ${sql.json(setting)})`);

const ticketsOf = (demo: Demo, person: string) =>
  demo.sql`select from public.tickets where requester_id = ${person}`;
const ask = (demo: Demo, as: string, category: string) =>
  demo.discord.command({ as, in: getHelp, guild: harbor, name: 'ticket', options: { category } });

async function press(demo: Demo, as: string) {
  const message = await eventually('the panel is published', async () => {
    const [found] = await demo.sql`select message_id from public.panels where id = ${panel}`;
    return found?.message_id as string | null;
  });
  return demo.discord.press({ as, in: getHelp, message, customId: `open:${account}` });
}

test('a blocked member who presses a button or uses /ticket is told so at once, and sees no form', async ({
  demo,
}) => {
  await block(demo, { person_id: kestrel });
  for (const outcome of [
    await press(demo, kestrel),
    await ask(demo, kestrel, account),
    await ask(demo, kestrel, appeals),
  ]) {
    expect(outcome.modal).toBeFalsy();
    expect(outcome.reply?.content).toBe(words);
  }
  expect(await ticketsOf(demo, kestrel)).toHaveLength(0);
});

test('a holder of a blocked role is told so too, until the role is taken from them', async ({ demo }) => {
  await block(demo, { role_id: captain });
  expect((await press(demo, marlowe)).reply?.content).toBe(words);
  await demo.discord.takeRole({ as: noor, guild: harbor, from: marlowe, role: captain });
  expect((await press(demo, marlowe)).modal?.title).toBe('Account');
});

test('blocked between the form and its sending, they are told when they send it, and no ticket opens', async ({
  demo,
}) => {
  const { modal } = await press(demo, moth);
  await block(demo, { person_id: moth });
  await demo.discord.submit({
    as: moth,
    interaction: modal!.interaction_id,
    values: { story: 'Let me in' },
  });
  await eventually('they are told', async () =>
    (await demo.discord.ephemerals(moth)).some(({ content }) => content === words),
  );
  expect(await ticketsOf(demo, moth)).toHaveLength(0);
});
