import type { APIEmbed } from 'discord-api-types/v10';
import { asList, asObject, type Form } from './form.ts';

/** Limits of resources/message: Embed Limits. */
const TEXTS: [key: string, max: number][] = [
  ['title', 256],
  ['description', 4096],
];
const TOTAL = 6000;

/** Checks embeds against Discord's limits and gives them back as stored: type "rich", colours and dates in form. */
export function readEmbeds(form: Form, value: unknown): APIEmbed[] {
  const list = asList(value);
  if (list.length > 10) form.complain(['embeds'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  let total = 0;
  const count = (text: unknown) => (total += typeof text === 'string' ? text.length : 0);
  const embeds = list.map((item, index) => {
    const embed = asObject(item);
    const at = ['embeds', index] as (string | number)[];
    for (const [key, max] of TEXTS) {
      form.text([...at, key], embed[key], 0, max);
      count(embed[key]);
    }
    const footer = asObject(embed.footer);
    form.text([...at, 'footer', 'text'], footer.text, 0, 2048);
    const author = asObject(embed.author);
    form.text([...at, 'author', 'name'], author.name, 0, 256);
    count(footer.text);
    count(author.name);
    const fields = asList(embed.fields);
    if (fields.length > 25)
      form.complain([...at, 'fields'], 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.');
    for (const [n, item] of fields.entries()) {
      const field = asObject(item);
      form.text([...at, 'fields', n, 'name'], field.name, 1, 256, true);
      form.text([...at, 'fields', n, 'value'], field.value, 1, 1024, true);
      count(field.name);
      count(field.value);
    }
    checkAddresses(form, at, embed);
    return normalized(embed);
  });
  if (total > TOTAL) {
    form.complain(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
  }
  return embeds;
}

function checkAddresses(form: Form, at: (string | number)[], embed: Record<string, unknown>): void {
  const addresses: [(string | number)[], unknown][] = [
    [['url'], embed.url],
    [['image', 'url'], asObject(embed.image).url],
    [['thumbnail', 'url'], asObject(embed.thumbnail).url],
  ];
  for (const [path, url] of addresses) {
    if (typeof url === 'string' && url !== '' && !/^(https?|attachment):\/\/./.test(url)) {
      form.complain([...at, ...path], 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    }
  }
  if (typeof embed.color === 'number' && (embed.color < 0 || embed.color > 0xffffff)) {
    form.complain([...at, 'color'], 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 16777215.');
  }
}

function normalized(embed: Record<string, unknown>): APIEmbed {
  const fields = asList(embed.fields).map((item) => ({ inline: false, ...asObject(item) }));
  const clean = Object.fromEntries(
    Object.entries(embed).filter(([, value]) => value !== null && value !== undefined),
  );
  const timestamp = typeof embed.timestamp === 'string' ? new Date(embed.timestamp).toISOString() : undefined;
  return {
    ...clean,
    type: 'rich',
    ...(fields.length > 0 ? { fields } : {}),
    ...(timestamp ? { timestamp } : {}),
  } as unknown as APIEmbed;
}
