import type { PermissionName, Scenario, ScenarioOverwrite } from '../scenario.ts';

/** Ids of the demo, the same here and in the seed: the last three digits say which. */
const id = (n: number) => `1180000000000000${String(n).padStart(3, '0')}`;

const [HARBOR, GLASSHOUSE, POCKET] = [id(1), id(2), id(3)];
const BOT = id(900);
const [NOOR, THEO, INES, SAM] = [id(101), id(102), id(103), id(104)];
const [MARLOWE, KESTREL, BEA, QUIET, MOTH, ROOKERY, PENGUIN, JUNIPER] = [
  201, 202, 203, 204, 205, 206, 207, 208,
].map(id) as [string, string, string, string, string, string, string, string];
const [MASTER, LEAD, CREW, CAPTAIN, PASS, SHARD, BETA, WATCH, DESK] = [
  301, 302, 303, 304, 305, 306, 307, 308, 309,
].map(id) as [string, string, string, string, string, string, string, string, string];

/** What the bot asks for when it is invited; PinMessages is a permission of its own since 2026. */
const BOT_PERMISSIONS: PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'CreatePrivateThreads',
  'CreatePublicThreads',
  'ManageThreads',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'AddReactions',
  'UseExternalEmojis',
  'ManageMessages',
  'PinMessages',
  'ManageChannels',
  'ManageRoles',
  'ManageWebhooks',
  'ViewAuditLog',
  'MentionEveryone',
  'UseApplicationCommands',
];

const readOnly = (guild: string): ScenarioOverwrite[] => [
  { id: guild, type: 'role', deny: ['SendMessages', 'CreatePublicThreads', 'CreatePrivateThreads'] },
  { id: MASTER, type: 'role', allow: ['SendMessages'] },
  { id: DESK, type: 'role', allow: ['SendMessages', 'EmbedLinks'] },
];

/** Harbor Lights, a game's community, its two neighbours, and the people of the demo. */
export const harborLights: Scenario = {
  bot: { id: BOT, name: 'Harbor Desk', description: 'Answers from the crew, in private' },
  people: [
    { id: NOOR, username: 'noor.haddad', name: 'Noor Haddad', part: 'admin' },
    { id: THEO, username: 'theo.l', name: 'Theo Lindqvist', part: 'agent' },
    { id: INES, username: 'ines.c', name: 'Inês Carvalho', part: 'agent' },
    { id: SAM, username: 'sam.adeyemi', name: 'Sam Adeyemi', part: 'manager' },
    { id: MARLOWE, username: 'marlowe.tide', name: 'Marlowe', part: 'requester' },
    { id: KESTREL, username: 'kestrel', name: 'kestrel', part: 'requester' },
    { id: BEA, username: 'salty.bea', name: 'salty bea', part: 'requester' },
    { id: QUIET, username: 'quietstorm', name: 'quietstorm', part: 'requester' },
    { id: MOTH, username: 'moth.wing', name: 'moth', part: 'requester' },
    { id: ROOKERY, username: 'rookery', name: 'Rookery', part: 'requester' },
    { id: PENGUIN, username: 'oddpenguin', name: 'oddpenguin', part: 'requester' },
    { id: JUNIPER, username: 'juniper', name: 'juniper', part: 'requester' },
  ],
  guilds: [
    {
      id: HARBOR,
      name: 'Harbor Lights',
      owner: NOOR,
      // Lowest first. The bot's own role stands above those it gives and takes.
      roles: [
        { id: WATCH, name: 'Watch', color: '#8b9aa5' },
        { id: BETA, name: 'Beta', color: '#c07ad0' },
        { id: SHARD, name: 'EU shard', color: '#4aa3e0' },
        { id: PASS, name: 'Season pass', color: '#4fbf83' },
        { id: CAPTAIN, name: 'Captain', color: '#f0b04f', hoist: true },
        { id: CREW, name: 'Support crew', color: '#6fd08c', hoist: true, mentionable: true },
        {
          id: LEAD,
          name: 'Support lead',
          color: '#e0b02a',
          permissions: ['ManageMessages', 'ManageThreads', 'KickMembers'],
        },
        { id: DESK, name: 'Harbor Desk', ofBot: true, permissions: BOT_PERMISSIONS },
        {
          id: MASTER,
          name: 'Harbor master',
          color: '#26c6da',
          hoist: true,
          permissions: [
            'ManageGuild',
            'ManageRoles',
            'ManageChannels',
            'ManageMessages',
            'ManageThreads',
            'KickMembers',
            'ManageNicknames',
            'ViewAuditLog',
            'MentionEveryone',
            'PinMessages',
          ],
        },
      ],
      channels: [
        { id: id(401), name: 'Harbor', type: 4 },
        {
          id: id(402),
          name: 'welcome',
          parent: id(401),
          topic: 'Read this first',
          overwrites: readOnly(HARBOR),
        },
        {
          id: id(403),
          name: 'announcements',
          type: 5,
          parent: id(401),
          topic: 'News from the harbor',
          overwrites: readOnly(HARBOR),
        },
        {
          id: id(404),
          name: 'get-help',
          parent: id(401),
          topic: 'Press a button, the crew answers in private',
          overwrites: readOnly(HARBOR),
        },
        { id: id(405), name: 'tavern', parent: id(401), topic: 'Talk about anything' },
        {
          id: id(406),
          name: 'Tickets',
          type: 4,
          overwrites: [
            { id: HARBOR, type: 'role', deny: ['ViewChannel'] },
            { id: CREW, type: 'role', allow: ['ViewChannel'] },
            { id: DESK, type: 'role', allow: ['ViewChannel', 'SendMessages', 'ManageChannels'] },
          ],
        },
        { id: id(407), name: 'Voice', type: 4 },
        { id: id(408), name: 'On deck', type: 2, parent: id(407) },
        { id: id(409), name: "Crow's nest", type: 2, parent: id(407) },
      ],
      members: [
        { id: NOOR, roles: [MASTER] },
        { id: THEO, roles: [CREW], activity: 'Answering tickets' },
        { id: INES, roles: [CREW], presence: 'idle' },
        { id: SAM, roles: [LEAD, CREW], presence: 'dnd' },
        { id: MARLOWE, roles: [CAPTAIN, PASS, SHARD, BETA], activity: 'Harbor Lights, ranked' },
        { id: KESTREL, roles: [PASS] },
        { id: BEA, activity: 'Fishing' },
        { id: QUIET, presence: 'offline' },
        { id: MOTH, presence: 'offline' },
        { id: ROOKERY, roles: [CAPTAIN], presence: 'idle', voice: id(408) },
        { id: PENGUIN, roles: [BETA] },
        { id: JUNIPER },
      ],
    },
    {
      id: GLASSHOUSE,
      name: 'Glasshouse Collective',
      owner: KESTREL,
      roles: [
        { id: id(321), name: 'Keepers', color: '#7cc4a0', hoist: true },
        { id: id(322), name: 'Harbor Desk', ofBot: true, permissions: BOT_PERMISSIONS },
      ],
      channels: [
        { id: id(421), name: 'Rooms', type: 4 },
        { id: id(422), name: 'lobby', parent: id(421), topic: 'Come in' },
      ],
      members: [
        { id: KESTREL },
        { id: PENGUIN, roles: [id(321)] },
        { id: MARLOWE },
        { id: JUNIPER, presence: 'offline' },
      ],
    },
    {
      id: POCKET,
      name: 'Pocket Tides',
      owner: NOOR,
      bot: false,
      roles: [{ id: id(331), name: 'Rockpoolers', color: '#e07aa0' }],
      channels: [
        { id: id(431), name: 'Shore', type: 4 },
        { id: id(432), name: 'general', parent: id(431) },
      ],
      members: [{ id: NOOR }, { id: MARLOWE, roles: [id(331)] }, { id: BEA }],
    },
  ],
};
