import type { Snowflake } from '../../../protocol.ts';

/** Discord shows a typing notice for 10 s (D events/gateway-events.mdx, Typing Start). */
const LASTS = 10_000;

/** Who is writing where. */
export class Typing {
  #writers: { channel: Snowflake; user: Snowflake; name: string; timer: ReturnType<typeof setTimeout> }[] =
    $state.raw([]);

  in(channel: Snowflake): string[] {
    return this.#writers.filter((writer) => writer.channel === channel).map((writer) => writer.name);
  }

  start(channel: Snowflake, user: Snowflake, name: string): void {
    this.stop(channel, user);
    const timer = setTimeout(() => this.stop(channel, user), LASTS);
    this.#writers = [...this.#writers, { channel, user, name, timer }];
  }

  stop(channel: Snowflake, user: Snowflake): void {
    const [gone, left] = [
      this.#writers.filter((writer) => writer.channel === channel && writer.user === user),
      this.#writers.filter((writer) => writer.channel !== channel || writer.user !== user),
    ];
    for (const writer of gone) clearTimeout(writer.timer);
    if (gone.length > 0) this.#writers = left;
  }

  clear(): void {
    for (const writer of this.#writers) clearTimeout(writer.timer);
    this.#writers = [];
  }
}
