/**
 * What one message carries at most: ten files of Discord's default 10 MiB, and together what leaves room in its request of 25 MiB
 * (https://discord.com/developers/docs/reference#uploading-files).
 */
export const FILE_LIMITS = { count: 10, bytes: 10_485_760, together: 25_165_824 } as const;
