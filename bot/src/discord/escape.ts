import { escapeMarkdown } from 'discord.js';

/** Text of a person as plain words: no markdown, and nothing that reads as a mention, an emoji or a link's mask. */
export function plain(text: string): string {
  return escapeMarkdown(text, { heading: true, bulletedList: true, numberedList: true, maskedLink: true })
    .replaceAll(/<(?=[@#:/]|a:|t:|id:)/g, '\\<')
    .replaceAll(/@(?=everyone|here)/g, '@\u200b');
}

/** At most `length` characters, with an ellipsis for what is left out. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
