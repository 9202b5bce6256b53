import type { Answer } from '../rest/lite.ts';
import type { Claims } from '../jwt.ts';

/** The calls of Storage's API that are covered; see COVERAGE.md. Paths below /storage/v1. */
const covered = [
  /^(GET|POST) \/bucket$/,
  /^(GET|PUT|DELETE) \/bucket\/[^/]+$/,
  /^POST \/bucket\/[^/]+\/empty$/,
  /^POST \/object\/list\/[^/]+$/,
  /^POST \/object\/sign\/[^/]+(\/.+)?$/,
  /^GET \/object\/sign\/[^/]+\/.+$/,
  /^(GET|HEAD) \/object\/authenticated\/[^/]+\/.+$/,
  /^(GET|HEAD) \/object\/info\/[^/]+\/.+$/,
  /^DELETE \/object\/[^/]+$/,
  /^(POST|PUT|GET|HEAD) \/object\/(?!sign|authenticated|public|info|upload|list|copy|move)[^/]+\/.+$/,
];

/**
 * Answers a request below /storage/v1 under the given claims, or `undefined` when it is not covered. Puts right where
 * @supabase/lite 0.10.0 differs from the service (the eighth of the known deviations): the name of the upload's form
 * field, and the form of signed addresses, which the client wants relative to /storage/v1.
 */
export async function answerStorage(
  request: Request,
  claims: Claims,
  answer: Answer,
): Promise<Response | undefined> {
  const path = new URL(request.url).pathname.slice('/storage/v1'.length);
  if (!covered.some((pattern) => pattern.test(`${request.method} ${path}`))) return undefined;
  if (request.headers.get('content-type')?.startsWith('multipart/form-data')) {
    return answer(await withFileField(request), claims);
  }
  const isSigning = request.method === 'POST' && path.startsWith('/object/sign/');
  const response = await answer(request, claims);
  return isSigning && response.ok ? withRelativeAddresses(response) : response;
}

/** The client sends the file in a field without a name; lite looks for one called `file`. */
async function withFileField(request: Request): Promise<Request> {
  const form = await request.formData();
  const file = form.get('');
  if (file !== null) {
    form.delete('');
    form.set('file', file);
  }
  const headers = new Headers(request.headers);
  for (const name of ['content-type', 'content-length']) headers.delete(name);
  return new Request(request.url, { method: request.method, headers, body: form });
}

type Signed = { signedUrl?: string; [field: string]: unknown };

async function withRelativeAddresses(response: Response): Promise<Response> {
  const relative = ({ signedUrl, ...rest }: Signed) => ({
    ...rest,
    signedURL: signedUrl ? signedUrl.replace(/^\/storage\/v1/, '') : null,
  });
  const body = (await response.json()) as Signed | Signed[];
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(Array.isArray(body) ? body.map(relative) : relative(body)), {
    status: response.status,
    headers,
  });
}
