import type { Transaction } from '../../test-database.ts';
import { eachDoor, type Door } from './doors.ts';
import { ids, type Accounts, type Person } from './people.ts';
import type { Thing } from './words.ts';

const extensions = ['broadcast', 'presence'] as const;
/** The pairs that somebody may join, and (the last) speak on; everything else is closed. */
const open = ['guild:* broadcast', 'ticket:* broadcast', 'user:* broadcast', 'ticket:*:presence presence'];

/**
 * Topics, asked as Realtime asks: a row of topic and extension is there (buildTopics), and is read as the person; who speaks
 * inserts one.
 */
export function topicDoors(of: Of, accounts: Accounts): Door[] {
  const topics = listTopics(of, accounts);
  const join = (label: string, isMeant: (pair: string) => boolean) =>
    eachDoor(
      label,
      topics.filter(({ pair }) => isMeant(pair)),
      `select x.id::text from realtime.messages x where x.topic = $1 ->> 'topic' and x.extension = $1 ->> 'extension'
        and x.event is null`,
      told,
      { isNullNo: true },
    );
  const speak = (label: string, isMeant: (pair: string) => boolean) =>
    eachDoor(
      label,
      topics.filter(({ pair }) => isMeant(pair)),
      `insert into realtime.messages (topic, extension) values ($1 ->> 'topic', $1 ->> 'extension')`,
      told,
    );
  return [
    ...open.map((pair) => join(`join ${pair.split(' ')[0]}`, (other) => other === pair)),
    join('join otherwise', (pair) => !open.includes(pair)),
    speak('speak ticket:*:presence', (pair) => pair === open.at(-1)),
    speak('speak otherwise', (pair) => pair !== open.at(-1)),
  ];
}

type Of = (label: string) => Thing[];
type Topic = Thing & { topic: string; extension: string; pair: string };
const told = (thing: Thing) => ({ topic: (thing as Topic).topic, extension: (thing as Topic).extension });

function listTopics(of: Of, accounts: Accounts): Topic[] {
  const users = Object.entries(accounts).map(([person, user]) => ({
    key: user,
    servers: [],
    person: ids[person as Person],
  }));
  const kinds: [string, Thing[]][] = [
    ['guild:*', of('guilds')],
    ['ticket:*', of('tickets')],
    ['ticket:*:presence', of('tickets')],
    ['user:*', users],
    ['panel:*', of('panels')],
  ];
  return kinds.flatMap(([kind, things]) =>
    extensions.flatMap((extension) =>
      // Where nobody is let through, a few of each kind are enough.
      things.slice(0, open.includes(`${kind} ${extension}`) ? undefined : 3).map((thing) => {
        const topic = kind.replace('*', thing.key);
        return { ...thing, key: `${topic} ${extension}`, topic, extension, pair: `${kind} ${extension}` };
      }),
    ),
  );
}

/** Puts in the rows that Realtime would put in to ask who may join. As the owner of the table. */
export async function buildTopics(superuser: Transaction, of: Of, accounts: Accounts): Promise<void> {
  await superuser`insert into realtime.messages ${superuser(listTopics(of, accounts), 'topic', 'extension')}`;
}
