import {
  callbackResponse,
  deleteAnswer,
  editMessage,
  findAnswer,
  followUp,
  respond,
} from '../../interactions/respond.ts';
import type { Interaction } from '../../interactions/interactions.ts';
import { messageObject } from '../../state/message-object.ts';
import type { Call, Route } from '../route.ts';

export const interactionRoutes: Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    auth: 'none',
    isOutsideGlobal: true,
    bucket: 'interaction',
    act: callback,
  },
];

function callback(call: Call) {
  const { world, interactions, params } = call;
  const interaction = respond(world, interactions, params.interaction!, params.token!, call.body, call.files);
  return call.query.get('with_response') === 'true' ? callbackResponse(world, interaction) : undefined;
}

/*
 * `/webhooks/<application>/<interaction token>`: the same addresses as a webhook's, which hand over to these
 * when the token is an interaction's.
 */

export function postFollowUp(call: Call, interaction: Interaction) {
  const message = followUp(call.world, call.interactions, interaction, call.body, call.files);
  return messageObject(call.world, message, call.world.bot_id);
}

export function getAnswer(call: Call, interaction: Interaction) {
  const message = findAnswer(call.world, call.interactions, interaction, call.params.message!);
  return messageObject(call.world, message, call.world.bot_id);
}

export function patchAnswer(call: Call, interaction: Interaction) {
  const message = findAnswer(call.world, call.interactions, interaction, call.params.message!);
  editMessage(call.world, call.interactions, interaction, message, call.body, call.files);
  return messageObject(call.world, message, call.world.bot_id);
}

export function removeAnswer(call: Call, interaction: Interaction): void {
  const message = findAnswer(call.world, call.interactions, interaction, call.params.message!);
  deleteAnswer(call.world, call.interactions, interaction, message);
}
