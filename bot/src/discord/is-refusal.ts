import { DiscordAPIError, type RESTJSONErrorCodes } from 'discord.js';

/** Whether this is an answer of Discord's that refuses a request: with one of these codes, or with any where none is named. */
export function isRefusal(error: unknown, ...codes: RESTJSONErrorCodes[]): error is DiscordAPIError {
  if (!(error instanceof DiscordAPIError)) return false;
  return codes.length === 0 || codes.includes(Number(error.code));
}
