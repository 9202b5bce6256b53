import { actLevels } from '../../../contracts/act-levels.ts';
import type { ActName } from '../../../contracts/acts.ts';
import { beyondVerdict, callOf } from '../../sample-calls.ts';
import { eachDoor, type Door } from './doors.ts';
import type { Thing } from './words.ts';

// Each act, done by a member through the bot, and by a rule. What stands after the ~ is its name.

const names = Object.keys(actLevels) as ActName[];

/** An act as contracts/acts.ts has it, but for its ticket: its name, and the rest as its arguments. */
export function sampleAct(name: ActName, isRestricted = false) {
  const { ticket: _, ...args } = callOf(name, {
    ticket: null,
    message: '00000000-0000-4000-8000-00000000abcd',
  });
  // Each way is tried: what is restricted is opened, what is open restricted.
  return { act: name, args: 'is_restricted' in args ? { ...args, is_restricted: !isRestricted } : args };
}

/** All that a rule could be given, so that only what it may do at all is left to say no. */
export const everyAct = [...names.map((name) => sampleAct(name)), sampleAct('restrict_ticket', true)];

// The comment names the function behind the act, for openInfluence: a door is asked again when what it reaches was changed.
const byMember = (
  name: ActName,
) => `select private.as_member($1 ->> 'server', $1 -> 'member', '1900000000000000001',
  $1 -> 'act' || jsonb_build_object('ticket', $1 ->> 'key')) /* ${functionOf(name)} */`;
const byRule = (
  name: ActName,
) => `select private.as_rule($1 ->> 'server', ($1 ->> 'rule')::uuid, ($1 ->> 'key')::uuid,
  $1 -> 'act') /* ${functionOf(name)} */`;
const functionOf = (name: ActName) =>
  `private.${name === 'post_reply' || name === 'add_note' ? 'write_message' : name}`;

export function vouchedDoors(tickets: Thing[]): Door[] {
  return names.flatMap((name) => {
    const target = ({ ticket }: Thing) => ({ act: sampleAct(name, ticket!.isRestricted) });
    return [
      eachDoor(`~${name}`, tickets, byMember(name), target, { beyond: beyondVerdict, asked: 'members' }),
      eachDoor(`~rule ${name}`, tickets, byRule(name), target, { beyond: beyondVerdict, asked: 'rules' }),
    ];
  });
}
