/** The address of another database, or of another role, on the server that `url` names. Every role's password is `postgres`. */
export function databaseUrl(url: string, change: { database?: string; role?: string }): string {
  const changed = new URL(url);
  if (change.database !== undefined) changed.pathname = `/${encodeURIComponent(change.database)}`;
  if (change.role !== undefined) {
    changed.username = change.role;
    changed.password = 'postgres';
  }
  return changed.href;
}
