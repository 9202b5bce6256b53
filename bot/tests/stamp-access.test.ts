import { expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { runResync } from './run-resync.ts';
import { glasshouse, harbor, levelsOf, noor, startDemo, supportCrew, theo } from './start-demo.ts';

async function watchAccess() {
  const running = await runResync();
  return {
    ...running,
    /** Which guilds are stamped now. */
    async stamped(): Promise<string[]> {
      await running.sql`update public.guilds set access_seen_at = now() - interval '10 minutes'`;
      await running.resync.stamp();
      const rows = await running.sql<{ id: string }[]>`
        select id from public.guilds where access_seen_at > now() - interval '1 minute' order by id`;
      return rows.map(({ id }) => id);
    },
  };
}

test('a guild is stamped as current while its gateway is healthy and its members were compared, and at no other time', async () => {
  await using demo = await watchAccess();
  const { discord, client, resync, stamped } = demo;
  expect(await stamped()).toEqual([]);
  await resync.compareAccess();
  expect(await stamped()).toEqual([harbor, glasshouse]);

  await discord.setAvailable(glasshouse, false);
  await eventually('the bot hears it', async () => !client.guilds.cache.get(glasshouse)?.available);
  expect(await stamped()).toEqual([harbor]);
  await discord.setAvailable(glasshouse, true);
  await eventually('the bot hears it', async () => client.guilds.cache.get(glasshouse)?.available);
  // It is here again, and what happened meanwhile is not known before it is compared.
  expect(await stamped()).toEqual([harbor]);
  await resync.compareAccess();
  expect(await stamped()).toEqual([harbor, glasshouse]);

  await discord.holdGateway();
  await discord.dropGateway();
  await eventually('the bot notices', async () => client.ws.shards.first()?.status !== 0);
  expect(await stamped()).toEqual([]);
  await discord.releaseGateway();
  await eventually('the session is resumed', async () => client.ws.shards.first()?.status === 0, 15_000);
  expect(await stamped()).toEqual([harbor, glasshouse]);
});

test('a comparison that cannot be written leaves its guild unstamped, and the others are compared', async () => {
  await using demo = await watchAccess();
  const { resync, stamped, sql } = demo;
  // The database refuses what Discord says of one guild's members.
  await sql`update public.members set role_ids = '{}' where guild_id = ${glasshouse}`;
  await sql`alter table public.members add constraint members_refused check (guild_id <> ${sql.unsafe(`'${glasshouse}'`)}) not valid`;
  await sql`update public.roles set name = 'old' where id = ${supportCrew}`;
  await expect(resync.compareAccess()).rejects.toThrow('members_refused');
  expect(await stamped()).toEqual([harbor]);
  expect((await sql`select name from public.roles where id = ${supportCrew}`)[0]?.name).toBe('Support crew');
});

test('an event that speaks of a role does not open a verdict that had closed', async () => {
  await using demo = await startDemo();
  const { discord, sql } = demo;
  await sql`update public.guilds set access_seen_at = now() - interval '2 hours'`;
  expect(await levelsOf(demo, theo)).toEqual([]);
  await discord.changeRole({ as: noor, guild: harbor, role: supportCrew, name: 'Deck crew' });
  await eventually('the role is known', async () => {
    const [row] = await sql`select name from public.roles where id = ${supportCrew}`;
    return row?.name === 'Deck crew';
  });
  expect(await levelsOf(demo, theo)).toEqual([]);
  expect(await levelsOf(demo, noor)).toEqual([4]);
  await demo.bot.kill();
  await demo.start();
  expect(await levelsOf(demo, theo)).toEqual([2]);
});
