import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../local/tests/eventually.ts';
import * as demo from '../demo-database.ts';
import { accountOf, type TestDatabase, type Transaction } from '../test-database.ts';

const { harbor, glasshouse, noor, sam, theo, kestrel } = demo;

/** A list that uses every step of the kit, beside the demo's data: settings-list.sql. */
let own: TestDatabase;
beforeAll(async () => {
  own = await demo.openDemoDatabase();
  await own.sql.unsafe(await readFile(new URL('settings-list.sql', import.meta.url), 'utf8')).simple();
});
afterAll(() => own[Symbol.asyncDispose]());
beforeEach(async () => {
  await own.sql`delete from public.board_uses`;
  await own.sql`delete from public.boards`;
  await own.sql`delete from public.audit_log`;
});

type Setting = Record<string, unknown>;
const saveIn = (sql: Transaction, guild: string, id: string, setting: Setting, version: number | null) =>
  sql`select public.save_board(${guild}, ${id}, ${sql.json(setting as never)}, ${version}) as version`.then(
    ([row]) => Number(row!.version),
  );
const save = (by: string, id: string, setting: Setting, version: number | null = null, guild = harbor) =>
  own.as(by, (sql) => saveIn(sql, guild, id, setting, version));
const remove = (by: string, id: string, version: number, replacement: string | null = null) =>
  own.as(by, async (sql) => {
    const [row] =
      await sql`select public.remove_board(${harbor}, ${id}, ${version}, ${replacement}) as "isRemoved"`;
    return row!.isRemoved as boolean;
  });
const rowOf = async (id: string) => {
  const [row] = await own.sql`select * from public.boards where id = ${id}`;
  return row;
};
const log = () =>
  own.sql`select actor_id, action, target, before, after from public.audit_log where guild_id = ${harbor} order by id`;
const refusal = async (doing: Promise<unknown>) => {
  const error = await doing.then(
    () => expect.fail('it was not refused'),
    (reason: unknown) => reason as { code: string; detail?: string },
  );
  return { code: error.code, facts: JSON.parse(error.detail ?? 'null') as unknown };
};

describe('a save names the version that it began with', () => {
  test('of eight editors at once nobody overwrites what they have not seen', async () => {
    const id = randomUUID();
    await save(sam, id, { name: 'Count', hue: 0 });
    const account = await accountOf(own.sql, sam);
    await using pool = openPool(own.url);
    let saved = 0;
    let stale = 0;
    const edit = async () => {
      for (let n = 0; n < 20; n += 1) {
        const [row] = await pool.sql`select hue, version from public.boards where id = ${id}`;
        const outcome = await pool.sql
          .begin(async (sql) => {
            await signIn(sql, account);
            await saveIn(sql, harbor, id, { hue: Number(row!.hue) + 1 }, Number(row!.version));
            return 'saved';
          })
          .catch((error: { code: string }) => error.code);
        if (outcome === 'saved') saved += 1;
        else if (outcome === 'TF021') stale += 1;
        else expect.fail(outcome);
      }
    };
    await Promise.all(Array.from({ length: 8 }, edit));
    expect(saved + stale).toBe(160);
    expect(stale).toBeGreaterThan(0);
    expect((await rowOf(id))!.hue).toBe(saved);
    // One entry for each save, and for the making.
    expect(await log()).toHaveLength(saved + 1);
  });

  test('a stale one is refused with who changed it, when, and the version that is there', async () => {
    const id = randomUUID();
    const began = await save(sam, id, { name: 'First', hue: 1 });
    const version = await save(noor, id, { name: 'Second' }, began);
    const { code, facts } = await refusal(save(sam, id, { name: 'Third' }, began));
    const row = await rowOf(id);
    expect([code, facts]).toEqual(['TF021', { by: noor, at: expect.any(String) as string, version }]);
    expect(new Date((facts as { at: string }).at)).toEqual(row!.changed_at);
    expect(row).toMatchObject({ name: 'Second', hue: 1, changed_by: noor });
    await expect(remove(sam, id, began)).rejects.toMatchObject({ code: 'TF021' });
  });

  test('the first save, asked twice, makes one row and says that it is there', async () => {
    const id = randomUUID();
    const version = await save(sam, id, { name: 'Once', hue: 1 });
    const { code, facts } = await refusal(save(sam, id, { name: 'Once', hue: 1 }));
    expect([code, facts]).toMatchObject(['TF021', { by: sam, version }]);
    expect(await own.sql`select from public.boards`).toHaveLength(1);
  });

  test('of a row that was removed it is refused; of one that was removed and restored too', async () => {
    const id = randomUUID();
    const began = await save(sam, id, { name: 'Here', hue: 1 });
    expect(await remove(noor, id, began)).toBe(true);
    expect((await refusal(save(sam, id, { hue: 2 }, began))).code).toBe('TF023');
    expect(await remove(noor, id, began)).toBe(false);
    await save(noor, id, { name: 'Here', hue: 3 });
    expect((await refusal(save(sam, id, { hue: 2 }, began))).code).toBe('TF021');
  });

  test('one that changes nothing keeps the version, no matter who it is, and is in no log', async () => {
    const id = randomUUID();
    const version = await save(sam, id, { name: 'Same', hue: 1 });
    const before = await rowOf(id);
    expect(await save(noor, id, { name: 'Same', hue: 1 }, version)).toBe(version);
    expect(await rowOf(id)).toEqual(before);
    expect(await log()).toHaveLength(1);
  });

  test('what is not part of the setting, such as the order, keeps the version and pokes', async () => {
    const id = randomUUID();
    const version = await save(sam, id, { name: 'Moved', hue: 1 });
    await own.sql`update private.guild_pokes set poked_at = '-infinity'`;
    await own.sql`update public.boards set position = 7, version = 1, changed_by = null`;
    expect(await rowOf(id)).toMatchObject({ position: 7, version: String(version), changed_by: sam });
    expect(await log()).toHaveLength(1);
    const [poke] =
      await own.sql`select poked_at > '-infinity' as "isPoked" from private.guild_pokes where guild_id = ${harbor}`;
    expect(poke!.isPoked).toBe(true);
  });

  test('with its columns it has one version and one entry, before and after', async () => {
    const id = randomUUID();
    const columns = ['New', 'Doing', 'Done'];
    const version = await save(sam, id, { name: 'Board', hue: 1, columns });
    expect(await save(sam, id, { columns }, version)).toBe(version);
    const next = await save(sam, id, { columns: ['New', 'Done'] }, version);
    expect(next).not.toBe(version);
    const rows =
      await own.sql`select name from public.board_columns where board_id = ${id} order by position`;
    expect(rows.map(({ name }) => name as string)).toEqual(['New', 'Done']);
    expect((await log()).slice(1)).toMatchObject([
      { action: 'change_board', before: { columns }, after: { columns: ['New', 'Done'] } },
    ]);
  });
});

describe('who may save', () => {
  test('is asked again once their turn has come: a level that went while they waited is gone', async () => {
    await using pool = openPool(own.url);
    const turn = Promise.withResolvers<void>();
    const isHeld = Promise.withResolvers<void>();
    const other = pool.sql.begin(async (sql) => {
      await sql`select from public.guilds where id = ${harbor} for no key update`;
      isHeld.resolve();
      await turn.promise;
    });
    await isHeld.promise;
    const saving = refusal(save(sam, randomUUID(), { name: 'Late', hue: 1 }));
    await eventually('the save waits', async () => {
      const waiting = await own.sql`select from pg_locks where not granted`;
      return waiting.length > 0;
    });
    const [{ role_ids }] =
      (await own.sql`select role_ids from public.members where guild_id = ${harbor} and person_id = ${sam}`) as [
        { role_ids: string[] },
      ];
    const setRoles = (roles: string[]) =>
      own.sql`update public.members set role_ids = ${roles} where guild_id = ${harbor} and person_id = ${sam}`;
    await setRoles([]);
    turn.resolve();
    await other;
    expect(await saving).toMatchObject({ code: 'TF005' });
    await setRoles(role_ids);
  });

  test('is not held up where they may not: the refusal waits for nobody', async () => {
    await own.sql.begin(async (sql) => {
      await sql`select from public.guilds where id = ${harbor} for update`;
      expect((await refusal(save(theo, randomUUID(), { name: 'Mine', hue: 1 }))).code).toBe('TF005');
    });
  });

  test('a row of their own is everybody’s who answers: in no log, and nobody else saves it', async () => {
    const id = randomUUID();
    const version = await save(theo, id, { name: 'Mine', hue: 1, is_own: true });
    expect(await rowOf(id)).toMatchObject({ owner_id: theo });
    expect((await refusal(save(sam, id, { hue: 2 }, version))).code).toBe('TF023');
    await save(theo, id, { hue: 3, is_own: true }, version);
    expect(await log()).toEqual([]);
  });
});

describe('the rules of a table are refusals', () => {
  test.each([
    [
      'a name that is too long',
      { name: 'x'.repeat(41), hue: 1 },
      'TF014',
      { constraint: 'boards_name_check', field: 'name' },
    ],
    [
      'a number out of bounds',
      { name: 'A', hue: 360 },
      'TF014',
      { constraint: 'boards_hue_check', field: 'hue' },
    ],
    ['nothing where something must be', { name: 'A' }, 'TF014', { constraint: '23502', field: 'hue' }],
    ['a word for a number', { name: 'A', hue: 'red' }, 'TF014', { constraint: '22P02', field: null }],
    ['a number beyond all', { name: 'A', hue: 1e12 }, 'TF014', { constraint: '22003', field: null }],
    [
      'a key that the list does not have',
      { name: 'A', hue: 1, guild_id: glasshouse },
      'TF014',
      { constraint: 'keys' },
    ],
    [
      'a rule over two columns',
      { name: 'hue', hue: 1 },
      'TF014',
      { constraint: 'boards_named', field: null },
    ],
    ['a name that is taken, in other capitals', { name: 'TAKEN', hue: 1 }, 'TF022', { field: 'name' }],
  ])('%s', async (_, setting, code, facts) => {
    await save(sam, randomUUID(), { name: 'Taken', hue: 1 });
    expect(await refusal(save(sam, randomUUID(), setting))).toEqual({ code, facts });
    // In another guild it is free.
    if (code === 'TF022') await save(kestrel, randomUUID(), setting, null, glasshouse);
  });

  test('what is not an object is none of a list’s settings', async () => {
    for (const setting of ['"name"', '["name"]', 'null']) {
      const saving = own.as(
        sam,
        (sql) => sql`select public.save_board(${harbor}, gen_random_uuid(), ${setting}::text::jsonb, null)`,
      );
      expect(await refusal(saving)).toEqual({ code: 'TF014', facts: { constraint: 'keys' } });
    }
  });
});

describe('the audit log', () => {
  test('says who, and what a row was before and after', async () => {
    const id = randomUUID();
    const version = await save(sam, id, { name: 'A', hue: 1 });
    const next = await save(noor, id, { hue: 2 }, version);
    await remove(sam, id, next);
    const target = `board:${id}`;
    expect(await log()).toMatchObject([
      { actor_id: sam, action: 'add_board', target, before: null, after: { name: 'A', hue: 1 } },
      { actor_id: noor, action: 'change_board', target, before: { hue: 1 }, after: { hue: 2 } },
      { actor_id: sam, action: 'remove_board', target, before: { name: 'A', hue: 2 }, after: null },
    ]);
    for (const { before, after } of await log())
      for (const facts of [before, after])
        for (const key of ['guild_id', 'id', 'version', 'changed_at', 'changed_by'])
          expect(facts ?? {}).not.toHaveProperty(key);
  });

  test('holds no secret: only that there is one, and that it changed', async () => {
    const id = randomUUID();
    let version = await save(sam, id, { name: 'A', hue: 1, secret: 'canary-1' });
    version = await save(sam, id, { hue: 2 }, version);
    version = await save(sam, id, { secret: 'canary-2' }, version);
    version = await save(sam, id, { secret: null }, version);
    version = await save(sam, id, { secret: 'canary-3' }, version);
    await remove(sam, id, version);
    const entries = await log();
    expect(JSON.stringify(entries)).not.toContain('canary');
    expect(entries.map(({ before, after }) => [before?.secret, after?.secret])).toEqual([
      [undefined, 'hidden'],
      [undefined, undefined],
      ['hidden', 'hidden'],
      ['hidden', null],
      [null, 'hidden'],
      ['hidden', undefined],
    ]);
  });

  test('has one entry for what one cause wrote, over several transactions, with counts', async () => {
    const cause = randomUUID();
    const import_ = (names: string[]) =>
      own.as(sam, async (sql) => {
        await sql`select public.import_boards(${harbor}, ${cause}, ${names})`;
      });
    await import_(['A', 'B', 'C']);
    await import_(['D', 'A']);
    expect(await log()).toMatchObject([
      {
        actor_id: sam,
        action: 'import_settings',
        target: 'job:1',
        before: null,
        after: { board: { added: 4, changed: 1 } },
      },
    ]);
    // What the same transaction writes after the end of the cause stands for itself.
    await own.as(sam, async (sql) => {
      await sql`select public.import_boards(${harbor}, ${cause}, '{E}')`;
      await saveIn(sql, harbor, randomUUID(), { name: 'F', hue: 1 }, null);
    });
    expect((await log()).map(({ action }) => action as string)).toEqual(['import_settings', 'add_board']);
  });

  test('cannot be passed by: a cause that was not begun in this transaction counts for nothing', async () => {
    await own.as(sam, (sql) => sql`select public.import_boards(${harbor}, ${randomUUID()}, '{A}')`);
    const [entry] = await own.sql`select id from public.audit_log`;
    await own.as(sam, async (sql) => {
      await sql`select set_config('ticketflow.cause', ${entry!.id as string}, true)`;
      await saveIn(sql, harbor, randomUUID(), { name: 'B', hue: 1 }, null);
    });
    expect((await log()).map(({ action }) => action as string)).toEqual(['import_settings', 'add_board']);
  });

  test('goes with its guild, and holds nothing up', async () => {
    await own.sql`insert into public.guilds (id, name, owner_id) values ('1180000000000000777', 'Gone', ${noor})`;
    await save(noor, randomUUID(), { name: 'A', hue: 1 }, null, '1180000000000000777');
    await own.sql`delete from public.guilds where id = '1180000000000000777'`;
    expect(await own.sql`select from public.boards`).toHaveLength(0);
  });
});

describe('what is used is not removed', () => {
  test('but refused with what uses it; with a replacement its uses move there', async () => {
    const [used, other] = [randomUUID(), randomUUID()];
    const version = await save(sam, used, { name: 'Used', hue: 1 });
    await save(sam, other, { name: 'Other', hue: 1 });
    for (const subject of ['a', 'b'])
      await own.sql`insert into public.board_uses (guild_id, board_id, subject) values (${harbor}, ${used}, ${subject})`;
    expect(await refusal(remove(sam, used, version))).toEqual({
      code: 'TF024',
      facts: { uses: [{ kind: 'ticket', count: 2 }] },
    });
    for (const nowhere of [used, randomUUID()])
      expect((await refusal(remove(sam, used, version, nowhere))).code).toBe('TF014');
    expect(await remove(sam, used, version, other)).toBe(true);
    expect(await own.sql`select board_id from public.board_uses`).toEqual([
      { board_id: other },
      { board_id: other },
    ]);
    expect(await rowOf(used)).toBeUndefined();
  });
});

describe('a row goes before another', () => {
  test.each([
    ['c', 'a', 'cabd'],
    ['a', 'c', 'bacd'],
    ['a', 'd', 'bcad'],
    ['b', null, 'acdb'],
    ['b', 'b', 'abcd'],
    ['b', 'c', 'abcd'],
    ['d', null, 'abcd'],
  ])('%s before %s', async (moved, before, expected) => {
    const ids = Object.fromEntries([...'abcd'].map((name) => [name, randomUUID()]));
    const [row] =
      await own.sql`select private.place_before(${Object.values(ids)}, ${ids[moved]!}, ${before && ids[before]!}) as ids`;
    const names = (row!.ids as string[]).map((id) => Object.keys(ids).find((name) => ids[name] === id));
    expect(names.join('')).toBe(expected);
  });
});

function openPool(url: string) {
  const sql = postgres(url, { max: 8, onnotice: () => {} });
  return { sql, [Symbol.asyncDispose]: () => sql.end() };
}

async function signIn(sql: Transaction, account: string): Promise<void> {
  const claims = JSON.stringify({ sub: account, role: 'authenticated' });
  await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true),
    set_config('request.jwt.claim.sub', ${account}, true)`;
}
