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
  const { state, interactions, params } = call;
  const interaction = respond(state, interactions, params.interaction!, params.token!, call.body, call.files);
  return call.query.get('with_response') === 'true' ? callbackResponse(state, interaction) : undefined;
}

/*
 * `/webhooks/<application>/<interaction token>`: the same addresses as a webhook's, which hand over to these
 * when the token is an interaction's.
 */

export function postFollowUp(call: Call, interaction: Interaction) {
  const message = followUp(call.state, call.interactions, interaction, call.body, call.files);
  return messageObject(call.state, message, call.state.bot_id);
}

export function getAnswer(call: Call, interaction: Interaction) {
  const message = findAnswer(call.state, call.interactions, interaction, call.params.message!);
  return messageObject(call.state, message, call.state.bot_id);
}

export function patchAnswer(call: Call, interaction: Interaction) {
  const message = findAnswer(call.state, call.interactions, interaction, call.params.message!);
  editMessage(call.state, call.interactions, interaction, message, call.body, call.files);
  return messageObject(call.state, message, call.state.bot_id);
}

export function removeAnswer(call: Call, interaction: Interaction): void {
  const message = findAnswer(call.state, call.interactions, interaction, call.params.message!);
  deleteAnswer(call.state, call.interactions, interaction, message);
}
