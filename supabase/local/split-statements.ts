export type Statement = {
  text: string;
  /** Line of the statement's first character in the file, from 1. */ line: number;
};

/** What a semicolon may hide in: comments, strings (E'' ones with backslashes), quoted names, dollar quotes. */
const skip =
  /--[^\n]*|\/\*|(?<![\w$])[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$])\$([A-Za-z_]\w*)?\$|;|\b(?:begin\s+atomic|case|end)\b/gi;

/**
 * Cuts a SQL script into its statements, as psql would: not within strings, comments (which nest), dollar quotes, or a
 * `begin atomic … end` body. Statements come without their semicolon; empty ones are left out.
 */
export function splitStatements(script: string): Statement[] {
  const statements: Statement[] = [];
  let start = 0;
  let depth = 0; // of begin atomic, in which case … end counts as well
  skip.lastIndex = 0;
  for (let found = skip.exec(script); found; found = skip.exec(script)) {
    const [token] = found;
    if (token === '/*') skip.lastIndex = endOfComment(script, skip.lastIndex);
    else if (token.startsWith('$')) skip.lastIndex = endOfDollarQuote(script, token, skip.lastIndex);
    else if (/^begin/i.test(token)) depth += 1;
    else if (/^case$/i.test(token)) depth += depth > 0 ? 1 : 0;
    else if (/^end$/i.test(token)) depth = Math.max(0, depth - 1);
    else if (token === ';' && depth === 0) {
      add(script.slice(start, found.index), start);
      start = skip.lastIndex;
    }
  }
  add(script.slice(start), start);
  return statements;

  function add(text: string, at: number) {
    const lead = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0].length ?? 0;
    if (lead === text.length) return;
    statements.push({
      text: text.trim(),
      line: lineAt(script, at + (text.length - text.trimStart().length)),
    });
  }
}

/** The line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function endOfComment(script: string, from: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  for (let depth = 1, found = mark.exec(script); found; found = mark.exec(script)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return script.length;
}

function endOfDollarQuote(script: string, tag: string, from: number): number {
  const end = script.indexOf(tag, from);
  return end === -1 ? script.length : end + tag.length;
}
