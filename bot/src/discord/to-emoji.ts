import { parseEmoji, type APIMessageComponentEmoji } from 'discord.js';

/** An emoji as people write it: the sign itself, or <:name:id> of the server's own. */
export function toEmoji(text: string): APIMessageComponentEmoji {
  const { id, name, animated } = parseEmoji(text) ?? { name: text };
  return id ? { id, name, animated: animated ?? false } : { name };
}
