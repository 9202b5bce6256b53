import { readFile, readlink } from 'node:fs/promises';

/**
 * Names this process so that another one of the same machine can tell for sure that it has ended: by the machine's start, the
 * space that process ids count in, the id, and the moment at which the process began (an id is given again). Null where the system
 * does not say, as outside Linux: a dead process's lease must run out there.
 */
export async function placeOfProcess(): Promise<string | null> {
  try {
    const began = await beganAt(process.pid);
    return began && [...(await machine()), process.pid, began].join(' ');
  } catch {
    return null;
  }
}

/** True when the process of that place has ended. False when it lives, or when nobody here can know. */
export async function hasEnded(place: string | null): Promise<boolean> {
  const [boot, space, pid, began] = place?.split(' ') ?? [];
  try {
    const here = await machine();
    if (boot !== here[0] || space !== here[1]) return false;
    const other = await beganAt(Number(pid));
    return other === null ? isGone(Number(pid)) : other !== began;
  } catch {
    return false;
  }
}

/** Asked too, since /proc may hide the processes of other users. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

const machine = () =>
  Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((id) => id.trim()),
    readlink('/proc/self/ns/pid'),
  ]);

/** When a process began, in ticks since the machine's start (proc_pid_stat(5), field 22); null when it is not to be seen. */
async function beganAt(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  });
  // The second field is the program's name, in brackets, and may hold spaces.
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  // What is left of a process that nobody has waited for began at no time.
  if (state !== undefined && 'ZX'.includes(state)) return 'ended';
  return fields[18] ?? null;
}
