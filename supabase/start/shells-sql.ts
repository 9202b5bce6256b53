import { actsSql } from './acts-sql.ts';
import { behind, callsOf, shells, type Shell } from '../shells.ts';

/** Last of the migrations: what its shells call is there. */
export const shellsFile = new URL('../migrations/20261201009000_shells.sql', import.meta.url);

/** The migration of all shells, as `npm run shells` writes it. */
export function shellsSql(): string {
  const ours = shells.map(({ name }) => `public.${name}`);
  const theirs = [...new Set(shells.flatMap(behind))].map((name) => `private.${name}`);
  return [
    '-- What the desk may call, and acts by their names. Written by `npm run shells` from supabase/shells.ts: change it there.',
    ...shells.filter((shell) => !shell.handWritten).map(shellSql),
    ...actsSql(),
    `-- A shell runs as the person who calls it: they may call what is behind it.\n${grant(theirs)}`,
    grant(ours),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

function shellSql(shell: Shell): string {
  const { name, args, returns, isStable, comment } = shell;
  const calls = callsOf(shell).map((call) => `select private.${call}`);
  const body = calls.length === 1 ? ` ${calls[0]} ` : `\n  ${calls.join(';\n  ')};\n`;
  return [
    ...(comment ? [`-- ${comment}`] : []),
    `create function public.${name}(${args}) returns ${returns}`,
    `language sql ${isStable ? 'stable' : 'volatile'} set search_path = '' as $$${body}$$;`,
  ].join('\n');
}

const grant = (names: string[]) => `grant execute on function\n  ${names.join(',\n  ')}\nto authenticated;`;
