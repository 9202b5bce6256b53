import type { ActLevel } from '../contracts/acts.ts';
import { callsOf, shells, type Shell } from '../shells.ts';

/** The act levels that the desk reads, written beside the migration of shells. */
export const actLevelsFile = new URL('../contracts/act-levels.ts', import.meta.url);

const acts = shells.filter((shell): shell is Shell & { act: ActLevel } => shell.act !== undefined);

/** `private.act`, by which members in Discord and rules do an act, and which of them rules may. */
export function actsSql(): string[] {
  const lines = acts.map((shell) => {
    const call = `private.${withArguments(shell)}`;
    return shell.returns === 'void'
      ? `    when '${shell.name}' then perform ${call};`
      : `    when '${shell.name}' then return to_jsonb(${call});`;
  });
  const forRules = acts.filter(({ act }) => act.byRule).map(({ name }) => `'${name}'`);
  return [
    `-- Does one act, by its name in contracts/acts.ts. Each is a named function that asks the verdict itself. Lists are left to the desk.
create function private.act(p_act text, p_ticket uuid, p_args jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  case p_act
${lines.join('\n')}
    else raise exception using errcode = 'invalid_parameter_value', message = format('There is no act %s', p_act);
  end case;
  return null;
end
$$;`,
    `-- Never grants, restriction, people, erasure, nor words in a person's name.
create function private.is_for_rules(p_act text) returns boolean
language sql immutable set search_path = '' as $$
  select p_act in (${forRules.join(', ')})
$$;`,
  ];
}

/** The call behind an act's shell, with `p_args` in the place of its arguments. */
function withArguments(shell: Shell): string {
  const [call] = callsOf(shell);
  const types = new Map(shell.args.split(',').map((arg) => arg.trim().split(' ') as [string, string]));
  return call!.replace(/\((.*)\)$/, (_, list: string) => {
    const given = list.split(', ').map((name) => {
      const type = types.get(name);
      if (name === 'ticket') return 'p_ticket';
      if (!type) return name;
      if (type.endsWith('[]')) return 'null';
      return type === 'text' ? `p_args ->> '${name}'` : `(p_args ->> '${name}')::${type}`;
    });
    return `(${given.join(', ')})`;
  });
}

const besideIt = './acts.ts';

/** contracts/act-levels.ts. */
export function actLevelsSource(): string {
  const lines = acts.map(({ name, act }) => {
    const facts = Object.entries(act).map(
      ([key, value]) => `${key}: ${typeof value === 'string' ? `'${value}'` : value}`,
    );
    return `  ${name}: { ${facts.join(', ')} },`;
  });
  return [
    `import type { ActLevel, ActName } from '${besideIt}';`,
    '',
    '// Written by `npm run shells` from supabase/shells.ts: change it there. Without zod, which a page need not load to know which acts to offer.',
    '',
    '/** Who may do each act; the database decides, this says so to who shows it. */',
    'export const actLevels: Record<ActName, ActLevel> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}
