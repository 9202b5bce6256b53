import { createHash } from 'node:crypto';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longer than half a minute: begun late, one of them would be waited for alone. */
const long = /\/(start\/tests\/start|policies\/matrix\/.+)\.test\.ts$/;
/** Each of these starts bots: seconds, where the others take less. */
const slow = /\/bot\/tests\//;

/**
 * Another order of files for each seed, since none may rely on one. The long ones come first, and last, side by side, those that
 * share a process (it ends when the next file wants one of its own), the slow before the quick.
 */
export class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { seed } = this.ctx.config.sequence;
    this.ctx.logger.log(`The order of files comes again with --sequence.seed=${seed}`);
    const placeOf = ({ moduleId, project }: TestSpecification) =>
      long.test(moduleId) ? '0' : project.config.isolate ? '1' : slow.test(moduleId) ? '2' : '3';
    const keyOf = (file: TestSpecification) =>
      placeOf(file) + createHash('sha1').update(`${seed} ${file.moduleId}`).digest('hex');
    return files
      .map((file) => ({ file, key: keyOf(file) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ file }) => file);
  }
}
