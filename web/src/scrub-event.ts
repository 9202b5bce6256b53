type Reported = {
  message?: string;
  user?: unknown;
  request?: unknown;
  breadcrumbs?: unknown;
  extra?: unknown;
  contexts?: unknown;
  server_name?: unknown;
  transaction?: string;
  tags?: unknown;
  exception?: {
    values?: {
      type?: string;
      value?: string;
      stacktrace?: { frames?: { vars?: unknown; filename?: string }[] };
    }[];
  };
};

/** What may leave: the kind of the error and where in the code it happened. No words, names, tokens or addresses. */
export function scrubEvent<E extends Reported>(event: E): E {
  for (const part of [
    'user',
    'request',
    'breadcrumbs',
    'extra',
    'contexts',
    'server_name',
    'tags',
    'transaction',
    'message',
  ] as const)
    delete event[part];
  for (const exception of event.exception?.values ?? []) {
    // An error's text may quote what somebody wrote; its type and position in the code say enough.
    exception.value = '';
    for (const frame of exception.stacktrace?.frames ?? []) {
      delete frame.vars;
      frame.filename = frame.filename?.replace(/[?#].*$/, '').replace(/^(.*)\/g\/[0-9]+\/.*$/, '$1/g/');
    }
  }
  return event;
}
