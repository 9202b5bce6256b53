import { AllowedMentionsTypes } from 'discord.js';

/** Pings of persons pass; @everyone, @here and roles do not. */
export const mentionsOfReplies = { parse: [AllowedMentionsTypes.User] };
