/** One piece of formatted text; `content` is a word, further pieces, or nothing, as the type says. */
export type MarkdownNode = { type: string; content?: string | MarkdownNode[]; [key: string]: unknown };

/** What a rule knows of its surroundings. `last` is what was read before it, null at the very beginning. */
export type Surroundings = { last: RegExpExecArray | null; inQuote?: boolean; inEmphasis?: boolean };

type Parse = (source: string, around: Surroundings) => MarkdownNode[];

/** One thing that Discord formats: what it looks like at the beginning of the text, and the piece that is made of it. */
export type Rule = {
  type: string;
  looks: RegExp;
  /** Where it may stand, when that is not everywhere. */
  may?: (around: Surroundings) => boolean;
  /** Of rules beside each other that have this, the one that matches most wins. */
  isEmphasis?: true;
  read?: (
    found: RegExpExecArray,
    parse: Parse,
    around: Surroundings,
  ) => Partial<MarkdownNode> | MarkdownNode[];
};

const beginsLine = ({ last }: Surroundings) => last === null || last.at(-1) === '\n';
const inside: Rule['read'] = (found, parse, around) => ({ content: parse(found[1]!, around) });
const written: Rule['read'] = (found) => ({ type: 'text', content: found[1]! });
const address: Rule['read'] = (found) => ({
  content: [{ type: 'text', content: found[1]! }],
  target: found[1],
});
const named: Rule['read'] = (found) => ({ id: found[1] });

/**
 * Discord's markdown, first match first. They are the rules of discord-markdown-parser, which the test holds them against, less
 * its table of every emoji: that weighs 6 kB in the browser, and an emoji is shown as the text that it is.
 */
export const rules: readonly Rule[] = [
  { type: 'subtext', looks: /^-# +([^\n]+?)(\n|$)/, may: beginsLine, read: inside },
  {
    type: 'heading',
    looks: /^(#{1,3}) +([^\n]+?)(\n|$)/,
    may: beginsLine,
    read: (found, parse, around) => ({
      level: found[1]!.length,
      content: parse(found[2]!.trim(), around),
    }),
  },
  { type: 'spoiler', looks: /^\|\|([\s\S]+?)\|\|/, read: inside },
  {
    type: 'codeBlock',
    looks: /^```(?:[a-z0-9_+\-.#]+?\n+)?\n*([^]+?)\n*```/i,
    read: (found) => ({ content: found[1]! }),
  },
  {
    type: 'blockQuote',
    looks: /^( *>>> ([\s\S]*))|^( *> [^\n]*(\n *> [^\n]*)*\n?)/,
    may: ({ last, inQuote }) => !inQuote && /^$|\n *$/.test(last?.[0] ?? ''),
    read: ([all], parse, around) => ({
      content: parse(all.replace(/^ *>>>/.test(all) ? /^ *>>> ?/ : /^ *> ?/gm, ''), {
        ...around,
        inQuote: true,
      }),
    }),
  },
  { type: 'escape', looks: /^\\([^0-9A-Za-z\s])/, read: written },
  { type: 'autolink', looks: /^<([^: >]+:\/[^ >]+)>/, read: address },
  { type: 'url', looks: /^(https?:\/\/[^\s<]+[^<.,:;"')\]\s])/, read: address },
  {
    type: 'link',
    looks:
      /^\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['"][\s\S]*?['"])?\s*\)/,
    read: (found, parse, around) => ({
      content: parse(found[1]!, around),
      target: found[2]!.replace(/\\([^0-9A-Za-z\s])/g, '$1'),
    }),
  },
  {
    type: 'em',
    looks:
      /^\b_((?:__|\\[\s\S]|[^\\_])+?)_\b|^\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/,
    isEmphasis: true,
    read(found, parse, around) {
      const content = parse(found[2] ?? found[1]!, { ...around, inEmphasis: true });
      return around.inEmphasis ? content : { content };
    },
  },
  { type: 'strong', looks: /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, isEmphasis: true, read: inside },
  { type: 'underline', looks: /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, isEmphasis: true, read: inside },
  { type: 'channel', looks: /^<#(\d{17,20})>/, read: named },
  { type: 'emoji', looks: /^<a?:(\w{2,32}):\d{17,21}>/, read: (found) => ({ name: found[1] }) },
  { type: 'everyone', looks: /^@everyone/ },
  { type: 'guildNavigation', looks: /^<\d{17,20}:(?:customize|browse|guide|linked-roles(?::\d{17,20})?)>/ },
  { type: 'here', looks: /^@here/ },
  { type: 'role', looks: /^<@&(\d{17,20})>/, read: named },
  {
    type: 'slashCommand',
    looks:
      /^<\/([-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}(?: [-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}){0,2}):\d{17,21}>/u,
    read: (found) => ({ name: found[1] }),
  },
  {
    type: 'timestamp',
    looks: /^<t:(-?\d+)(?::([RtTdDfF]))?>/,
    read: (found) => ({ timestamp: found[1], format: found[2] }),
  },
  { type: 'user', looks: /^<@!?(\d{17,20})>/, read: named },
  { type: 'strikethrough', looks: /^~~([\s\S]+?)~~(?!_)/, read: inside },
  {
    type: 'inlineCode',
    looks: /^(`+)([\s\S]*?[^`])\1(?!`)/,
    read: (found) => ({ content: found[2]!.replace(/^ (?= *`)|(` *) $/g, '$1') }),
  },
  { type: 'br', looks: /^\n/ },
  { type: 'emoticon', looks: /^(¯\\_\(ツ\)_\/¯)/, read: written },
  { type: 'text', looks: /^([\s\S]+?)(?=[^0-9A-Za-z\s]|\n|\w+:\S|$)/, read: written },
];
