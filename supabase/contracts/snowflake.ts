import { z } from 'zod';

/** A Discord id: 17 to 20 digits, always a string (https://discord.com/developers/docs/reference#snowflakes). */
export const Snowflake = z.string().regex(/^[0-9]{17,20}$/, 'not a Discord id');
