import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { describe, expect, test } from 'vitest';
import type { Answer, Ask } from '#lib/realtime/ask.ts';
import { Patches } from '#lib/desk/Patches.svelte.ts';
import type { ActingDesk } from './act.ts';
import { closeTicket, setPriority } from './ticket-acts.ts';

const no: Answer<never> = {
  ok: false,
  why: 'refused',
  code: 'TF005',
  words: 'Your roles do not allow this.',
};

/** A desk over a database with one ticket, which answers when the test says so. */
function openDesk() {
  let stored = { id: 'a', number: 1, priority: 'normal', status: 'open' } as Ticket;
  let pulled = stored;
  const asked: { change: Partial<Ticket>; answer: (answer: Answer<never>) => void }[] = [];
  const patches = new Patches();
  const desk: ActingDesk = {
    guild: { me: { id: 'noor' } },
    people: { get: () => undefined },
    patches,
    ask: ((name, args) => {
      const change: Partial<Ticket> =
        'priority' in args
          ? { priority: args.priority as Ticket['priority'] }
          : { status: name === 'close_ticket' ? 'closed' : 'open' };
      return new Promise((answer) => asked.push({ change, answer }));
    }) as Ask,
    pullTicket: async () => void (pulled = stored),
    pullGuild: async () => {},
  };
  return {
    desk,
    shown: () => patches.applyTo(pulled),
    /** Answers what was asked as the n-th. */
    answer(n: number, how: 'done' | 'refused'): void {
      const { change, answer } = asked[n]!;
      if (how === 'done') stored = { ...stored, ...change };
      answer(how === 'done' ? { ok: true, data: true as never } : no);
    },
  };
}

describe.each(['done', 'refused'] as const)('a second quick act, the first being %s,', (how) => {
  test('survives the answer to the first', async () => {
    const { desk, shown, answer } = openDesk();
    const before = shown();
    const first = setPriority(desk, before, 'high');
    const second = closeTicket(desk, shown());
    expect(shown()).toMatchObject({ priority: 'high', status: 'closed' });
    answer(0, how);
    await first;
    const priority = how === 'done' ? 'high' : 'normal';
    expect(shown()).toMatchObject({ priority, status: 'closed' });
    answer(1, 'done');
    await second;
    expect(shown()).toMatchObject({ priority, status: 'closed' });
    // Nothing is kept of acts that were answered.
    expect(desk.patches.applyTo(before)).toBe(before);
  });

  test('survives it when both change the same', async () => {
    const { desk, shown, answer } = openDesk();
    const first = setPriority(desk, shown(), 'high');
    const second = setPriority(desk, shown(), 'low');
    expect(shown().priority).toBe('low');
    answer(0, how);
    await first;
    expect(shown().priority).toBe('low');
    answer(1, 'refused');
    await second;
    expect(shown().priority).toBe(how === 'done' ? 'high' : 'normal');
  });
});
