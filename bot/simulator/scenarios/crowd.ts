import type { Scenario } from '../scenario.ts';

/** The id of the nth of a crowd, apart from those of the demo. */
export const crowdId = (n: number) => String(1_190_000_000_000_000_000n + BigInt(n));

/** A scenario with `size` more members in one of its guilds, who have no roles and say nothing. */
export function withCrowd(scenario: Scenario, guild: string, size: number): Scenario {
  const crowd = Array.from({ length: size }, (_, n) => crowdId(n));
  return {
    ...scenario,
    people: [...scenario.people, ...crowd.map((id) => ({ id, username: `deckhand.${id.slice(-5)}` }))],
    guilds: scenario.guilds.map((told) =>
      told.id === guild
        ? { ...told, members: [...(told.members ?? []), ...crowd.map((id) => ({ id }))] }
        : told,
    ),
  };
}
