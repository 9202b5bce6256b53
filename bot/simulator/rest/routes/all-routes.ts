import type { Route } from '../route.ts';
import { applicationRoutes } from './applications.ts';
import { channelRoutes } from './channels.ts';
import { commandRoutes } from './commands.ts';
import { guildRoutes } from './guilds.ts';
import { interactionRoutes } from './interactions.ts';
import { memberRoutes } from './members.ts';
import { messageRoutes } from './messages.ts';
import { oauthRoutes } from '../../oauth/routes.ts';
import { pinRoutes } from './pins.ts';
import { reactionRoutes } from './reactions.ts';
import { roleRoutes } from './roles.ts';
import { threadRoutes } from './threads.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every REST call that the simulator covers; COVERAGE.md names the test of each. */
export const allRoutes: Route[] = [
  ...applicationRoutes,
  ...oauthRoutes,
  ...guildRoutes,
  ...channelRoutes,
  ...messageRoutes,
  ...pinRoutes,
  ...reactionRoutes,
  ...threadRoutes,
  ...webhookRoutes,
  ...interactionRoutes,
  ...memberRoutes,
  ...roleRoutes,
  ...commandRoutes,
];
