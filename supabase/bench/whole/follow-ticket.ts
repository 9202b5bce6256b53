import type { Conversation, Message } from '../../contracts/message.ts';
import type { signInClient } from '../../start/sign-in-client.ts';

/** A client with the ticket open, as the desk has it: joined to its topic, pulling what is newer on every poke. */
export async function followTicket(supabase: Awaited<ReturnType<typeof signInClient>>, ticket: string) {
  const seen = new Map<string, Message>();
  const waiting = new Map<string, (at: number) => void>();
  let revision = 0;
  let isPulling = false;
  let isPoked = false;

  async function pull(): Promise<void> {
    isPoked = true;
    if (isPulling) return;
    isPulling = true;
    while (isPoked) {
      isPoked = false;
      const { data, error } = await supabase.rpc('read_ticket', { ticket, after_revision: revision });
      if (error) throw error;
      const page = data as unknown as Conversation;
      const at = performance.now();
      for (const message of page.messages) {
        seen.set(message.id, message);
        waiting.get(message.body)?.(at);
        waiting.delete(message.body);
        if (page.has_more) revision = Math.max(revision, message.revision);
      }
      if (page.has_more) isPoked = true;
      else revision = Math.max(revision, page.revision);
    }
    isPulling = false;
  }

  await supabase.realtime.setAuth();
  const channel = supabase.channel(`ticket:${ticket}`, { config: { private: true } });
  channel.on('broadcast', { event: 'poke' }, () => void pull());
  await new Promise<void>((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED') resolve();
      else if (status !== 'CLOSED') reject(error ?? new Error(status));
    });
  });
  await pull();
  return {
    seen,
    /** When a message with these words is there. */
    shows: (body: string, ms = 15_000) =>
      new Promise<number>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`Not on the desk within ${ms} ms: ${body}`)), ms);
        waiting.set(body, (at) => {
          clearTimeout(timer);
          resolve(at);
        });
      }),
    close: () => supabase.removeChannel(channel),
  };
}
