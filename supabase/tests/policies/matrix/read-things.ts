import type { Sql } from '../../test-database.ts';
import { ids } from './people.ts';
import type { Thing } from './words.ts';
import {
  categoryId,
  members,
  serverOf,
  servers,
  ticketId,
  tickets,
  ticketServer,
  type Category,
  type Server,
} from './world.ts';

type Row = Record<string, string | null>;

const serverOfId = (id: string) =>
  (Object.entries(servers) as [Server, string][]).filter(([, server]) => server === id).map(([name]) => name);
const categoryOfId = (id: unknown) =>
  (Object.keys(serverOf) as Category[]).find((name) => categoryId(name) === id);
const serversOfPerson = (id: string) =>
  members.filter(({ person }) => ids[person] === id).map(({ server }) => server);

/** The SQL that names a row of a table (as x) by its primary key. */
export const keyOf = (primaryKey: string[]) =>
  `concat_ws('/', ${primaryKey.map((column) => `x.${column}`).join(', ')})`;

/** All rows of a table, no matter who may see them, with what the words need to know of them. */
export async function readThings(sql: Sql, table: string, primaryKey: string[]): Promise<Thing[]> {
  const rows = await sql.unsafe<{ key: string; row: Row }[]>(
    `select ${keyOf(primaryKey)} as key, to_jsonb(x) as row from ${table} x order by 1`,
  );
  const messages = await sql<{ id: string; kind: string }[]>`select id, kind from public.messages`;
  const kinds = new Map(messages.map(({ id, kind }) => [id, kind]));
  return rows.map(({ key, row }) => {
    if (table === 'public.people') return { key, servers: serversOfPerson(key), person: key };
    const ticket = tickets.find((x) => ticketId(x) === (table === 'public.tickets' ? row.id : row.ticket_id));
    const kind = table === 'public.messages' ? row.kind : kinds.get(row.message_id ?? '');
    const isFile = table === 'public.files';
    return {
      key,
      servers: ticket
        ? [ticketServer(ticket)]
        : serverOfId((table === 'public.guilds' ? row.id : row.guild_id) ?? ''),
      ticket,
      category: categoryOfId(table === 'public.categories' ? row.id : row.category_id) ?? ticket?.category,
      isNote: kind === 'note',
      body: row.body || undefined,
      isWritten: kind === 'reply' || kind === 'note',
      person: row.person_id ?? undefined,
      author: row.author_id ?? undefined,
      reservedBy: (isFile && !row.message_id && row.uploader_id) || undefined,
      path: row.path ?? undefined,
      isFresh: isFile && Date.parse(row.reserved_at!) > Date.now() - 600_000,
    };
  });
}
