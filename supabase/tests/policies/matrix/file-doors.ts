import { eachDoor, listDoor, type Door } from './doors.ts';
import type { Thing } from './words.ts';

/** Storage, asked as it asks: its operation is set, and the rows of its objects are read or written as the person. */
export function fileDoors(of: (label: string) => Thing[]): Door[] {
  const files = of('files');
  const stored = files.filter(({ reservedBy }) => !reservedBy);
  const inBucket = (bucket: string) =>
    `select f.key from storage.objects o cross join lateral (select split_part(o.name, '/', 3)) f (key) where o.bucket_id = '${bucket}'`;
  const download = { operation: 'storage.object.get_authenticated' };
  // Each is tried for itself: what is reserved, and what is there already.
  const ofHome1 = files.filter(({ ticket, servers: [server] }) => server === 'home' && ticket!.number === 1);
  const tried = [
    ...files.filter(({ reservedBy }) => reservedBy),
    ...ofHome1.filter(({ reservedBy }) => !reservedBy),
  ];
  const upload = (label: string, bucket: string, operation: string) =>
    eachDoor(
      label,
      tried,
      `insert into storage.objects (bucket_id, name) values ('${bucket}', $1 ->> 'path')`,
      (thing) => ({ path: thing.path, operation }),
      // There is a file already: it would be replaced, were it not for that.
      { beyond: ['23505'] },
    );
  return [
    listDoor('attachments, download', stored, inBucket('attachments'), download),
    listDoor('attachments, list', stored, inBucket('attachments'), { operation: 'storage.object.list' }),
    upload('attachments, upload', 'attachments', 'storage.object.upload'),
    // An address to which anybody may put a file for two hours.
    upload('attachments, signed', 'attachments', 'storage.object.sign_upload_url'),
    {
      ...listDoor('attachments, change', stored, '', download),
      query: `with changed as (update storage.objects set updated_at = now() where bucket_id = 'attachments' returning name)
        select coalesce(jsonb_agg(split_part(name, '/', 3)), '[]') from changed`,
    },
    listDoor('elsewhere, download', stored, inBucket('elsewhere'), download),
    upload('elsewhere, upload', 'elsewhere', 'storage.object.upload'),
  ];
}
