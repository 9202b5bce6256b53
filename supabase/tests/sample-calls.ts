import { listNames, lists } from '../contracts/lists.ts';
import { argumentsOf, shells } from '../shells.ts';
import { listSamples } from './list-samples.ts';

/**
 * How each public function is called in tests: what stands for its arguments that are no id of something there. Arguments that are
 * ids (`ids` below) are the test's own; others without a line here are left to their defaults.
 */
const samples: Record<string, Record<string, unknown>> = {
  ...Object.fromEntries(
    listNames.flatMap((list) => [
      [`save_${lists[list].one}`, { setting: listSamples[list].saved }],
      [`remove_${lists[list].one}`, { version: 1 }],
    ]),
  ),
  add_note: { body: 'Hi' },
  changes_since: { cursor: '1', epoch: 4 },
  edit_message: { body: 'New words' },
  find_people: { search: 'o' },
  find_ticket: { number: 2418 },
  mark_read: { revision: 1 },
  post_reply: { body: 'Hi' },
  reserve_upload: { name: 'a.png', size: 1, content_type: 'image/png' },
  restrict_ticket: { is_restricted: true },
  search_messages: { words: 'lantern' },
  set_guild_language: { language: 'de' },
  set_level: { level: 'viewer' },
  set_my_language: { language: 'de' },
  set_priority: { priority: 'high' },
};

/** The same for arguments that mean one thing wherever they stand. */
const byArgument: Record<string, unknown> = {
  person: '1000000000000000100',
  until: '2100-01-01T09:00:00Z',
};

/** Refusals of acts that come only after the verdict: the ticket is closed, the member is not known, or does not open the ticket. */
export const beyondVerdict = ['TF002', 'TF014', 'TF026'];

export const sampleOf = (name: string) => samples[name] ?? {};

/** The arguments of a call: the ids that the function takes, and its sample. Throws when one without a default has neither. */
export function callOf(name: string, ids: Record<string, unknown>): Record<string, unknown> {
  const shell = shells.find((one) => one.name === name);
  if (!shell) throw new Error(`${name} is not in supabase/shells.ts.`);
  const args: Record<string, unknown> = { ...sampleOf(name) };
  for (const arg of argumentsOf(shell)) {
    if (arg in args) continue;
    if (arg in ids) args[arg] = ids[arg];
    else if (arg in byArgument) args[arg] = byArgument[arg];
    else if (!new RegExp(`\\b${arg} [^,]*default`).test(shell.args))
      throw new Error(`${name} takes ${arg}: give it a sample in tests/sample-calls.ts.`);
  }
  return args;
}
