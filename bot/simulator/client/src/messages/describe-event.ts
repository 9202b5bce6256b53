import type { MessageView } from '../../../protocol.ts';

/** What an event message says after its author's name (types: D resources/message.mdx, "Message Types"). */
export function describeEvent(message: MessageView): string {
  const target = message.mentions[0]?.global_name ?? message.mentions[0]?.username ?? 'somebody';
  switch (Number(message.type)) {
    case 1:
      return `added ${target} to the thread.`;
    case 2:
      return message.mentions[0]?.id === message.author.id
        ? 'left the thread.'
        : `removed ${target} from the thread.`;
    case 4:
      return `changed the channel name: ${message.content}`;
    case 6:
      return 'pinned a message to this channel.';
    case 7:
      return 'joined the server.';
    case 8:
      return 'boosted the server.';
    case 18:
      return `started a thread: ${message.content}`;
    case 21:
      return 'started this thread.';
    default:
      return message.content || 'did something this window cannot show.';
  }
}
