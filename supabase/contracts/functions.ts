import { z } from 'zod';
import { Access, MyAccess, ViewAs } from './access.ts';
import { AuditPage } from './audit.ts';
import { Changes } from './changes.ts';
import type { Database } from './database.types.ts';
import type { Filter, Place } from './filter.ts';
import { Guild, MyGuilds } from './guild.ts';
import { Jobs } from './job.ts';
import { listNames, listOfName, type lists } from './lists.ts';
import { Conversation } from './message.ts';
import { Level, Person } from './person.ts';
import { FoundMessages } from './search.ts';
import { Snowflake } from './snowflake.ts';
import { languages } from './languages.ts';
import { TicketPage } from './ticket.ts';

type Functions = Database['public']['Functions'];
type Answering = {
  [N in keyof Functions]: Functions[N]['Returns'] extends undefined ? never : N;
}[keyof Functions];

const revision = z.number().int();

type Lists = typeof lists;
type All = keyof Lists;
type OrderedList = { [A in All]: Lists[A] extends { isOrdered: true } ? A : never }[All];
type ListAnswers = { [A in All as `read_${A}`]: z.ZodNullable<Lists[A]['answer']> } & {
  [A in All as `save_${Lists[A]['one']}`]: typeof revision;
} & { [A in All as `remove_${Lists[A]['one']}`]: z.ZodBoolean } & {
  [A in OrderedList as `move_${Lists[A]['one']}`]: z.ZodBoolean;
};
const answersOfLists = Object.fromEntries(
  listNames.flatMap((all) => {
    const { one, answer, isOrdered } = listOfName(all);
    return [
      [`read_${all}`, answer.nullable()],
      // The version that it has now.
      [`save_${one}`, z.number().int()],
      [`remove_${one}`, z.boolean()],
      ...(isOrdered ? [[`move_${one}`, z.boolean()]] : []),
    ];
  }),
) as ListAnswers;

/** What the functions of the database answer, by name. The generated types know neither what is in a json nor what may be null. */
export const answers = {
  ...answersOfLists,
  add_note: revision,
  cancel_job: z.boolean(),
  changes_since: Changes,
  claim_ticket: Snowflake.nullable(),
  close_ticket: z.boolean(),
  delete_message: revision,
  edit_message: revision,
  find_people: z.array(Person),
  find_ticket: z.uuid().nullable(),
  list_jobs: Jobs.nullable(),
  list_tickets: TicketPage,
  list_tickets_as: TicketPage,
  my_access: MyAccess,
  my_guilds: MyGuilds,
  my_language: z.enum(languages).nullable(),
  post_reply: revision,
  read_access: Access.nullable(),
  read_audit_log: AuditPage.nullable(),
  read_guild: Guild.nullable(),
  read_ticket: Conversation.nullable(),
  release_ticket: Snowflake.nullable(),
  reopen_ticket: z.boolean(),
  reserve_upload: z.object({ id: z.uuid(), path: z.string() }),
  retry_delivery: revision,
  search_messages: FoundMessages,
  set_guild_language: z.enum(languages),
  set_level: Level.nullable(),
  view_as: ViewAs,
} satisfies { [N in Answering]: z.ZodType<Functions[N]['Returns'] | null> };

export type FunctionName = keyof Functions;
/** What the generated types call a json. */
type JsonArgs = {
  list_tickets: { filter?: Filter | undefined; after?: Place | undefined };
  list_tickets_as: { filter?: Filter | undefined };
  read_guild: { views?: Record<string, Filter> | undefined };
};
/** The arguments of a function; those with a default in SQL may be left out. */
export type Args<N extends FunctionName> = N extends keyof JsonArgs
  ? Omit<Functions[N]['Args'], keyof JsonArgs[N]> & JsonArgs[N]
  : Functions[N]['Args'];
/** Null: it answers nothing. */
export type AnswerOf<N extends FunctionName> = N extends Answering ? z.infer<(typeof answers)[N]> : null;
