/** Supabase's gateway lets every origin in: the key and the token decide, not the page. */
const openHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Content-Range, Content-Location, Preference-Applied, X-Total-Count, Link, X-Supabase-Api-Version, x-sb-error-code',
};

/** The answer to a browser's preflight request. */
export function answerPreflight(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...openHeaders,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
      'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '*',
      'access-control-max-age': '3600',
    },
  });
}

/** Adds to an answer what a browser needs to hand it to a page of another origin. */
export function allowEveryOrigin(response: Response): Response {
  for (const [name, value] of Object.entries(openHeaders)) response.headers.set(name, value);
  return response;
}
