import { json } from '@sveltejs/kit';
import { checkUpstream } from '#lib/server/check-upstream.ts';
import type { RequestHandler } from './$types';

/** For its operators: 200 when it can do its work, else 503 and what is missing. Says nothing of anybody. */
export const GET: RequestHandler = async () => {
  const { auth, data_api } = await checkUpstream();
  const missing = [!auth && 'Auth', !data_api && 'the Data API'].filter(Boolean);
  const isWell = missing.length === 0;
  return json(
    {
      status: isWell ? 'well' : 'ill',
      words: isWell
        ? 'all is well'
        : `${missing.join(' and ')} ${missing.length > 1 ? 'do' : 'does'} not answer`,
      auth: auth ? 'answers' : 'does not answer',
      data_api: data_api ? 'answers' : 'does not answer',
    },
    { status: isWell ? 200 : 503 },
  );
};
