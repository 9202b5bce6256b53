import { Routes, type APIMessage, type REST } from 'discord.js';

/** Discord's file server did not give a file out. */
export class CdnRefusal extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`Discord's file server answers ${status}`);
    this.status = status;
  }
}

/** The file is not among those of the message (any more). */
export class NoAttachment extends Error {}

/**
 * The bytes of an attachment. Its message is read first: links die within a day, and reading gives a fresh one
 * (https://discord.com/developers/docs/reference#signed-attachment-cdn-urls). Throws what REST throws, a NoAttachment, a CdnRefusal.
 */
export async function openAttachment(
  { rest, cdnUrl }: { rest: REST; cdnUrl: string },
  sought: { channel_id: string; discord_message_id: string; source_id: string },
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const route = Routes.channelMessage(sought.channel_id, sought.discord_message_id);
  const message = (await rest.get(route, { signal })) as APIMessage;
  const forwarded = message.message_snapshots?.flatMap((snapshot) => snapshot.message.attachments) ?? [];
  const found = [...message.attachments, ...forwarded].find(({ id }) => id === sought.source_id);
  // Whatever a message says, the bot asks nobody but Discord.
  if (!found || new URL(found.url).origin !== new URL(cdnUrl).origin) throw new NoAttachment();
  const answer = await fetch(found.url, { signal, redirect: 'error' });
  if (answer.ok && answer.body) return answer.body as ReadableStream<Uint8Array>;
  await answer.body?.cancel();
  throw new CdnRefusal(answer.status);
}
