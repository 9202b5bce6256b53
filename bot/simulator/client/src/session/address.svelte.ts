import type { Snowflake } from '../../../protocol.ts';

/** Who is looking at what. It lives in the URL (`#/<person>/<guild>/<channel>`), so two windows can be two persons. */
export type Address = { person: Snowflake | null; guild: Snowflake | null; channel: Snowflake | null };

const ID = /^\d{17,20}$/;

function parse(hash: string): Address {
  const [person, guild, channel] = hash.replace(/^#\/?/, '').split('/');
  const id = (part: string | undefined): Snowflake | null => (part && ID.test(part) ? part : null);
  return { person: id(person), guild: id(guild), channel: id(channel) };
}

export const address: Address = $state(parse(location.hash));

addEventListener('hashchange', () => Object.assign(address, parse(location.hash)));

/** Moves to another place. `replace` leaves no step in the history, for moves nobody asked for. */
export function go(change: Partial<Address>, how: 'push' | 'replace' = 'push'): void {
  Object.assign(address, change);
  const hash = `#/${[address.person, address.guild, address.channel].filter((part) => part !== null).join('/')}`;
  if (hash === location.hash) return;
  if (how === 'push') history.pushState(null, '', hash);
  else history.replaceState(null, '', hash);
}
