import { proxyPicture } from '#lib/server/proxy-picture.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, fetch }) => proxyPicture('avatars', params, fetch);
