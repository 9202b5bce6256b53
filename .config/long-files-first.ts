import { createHash } from 'node:crypto';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longer than half a minute: begun late, one of them would be waited for alone. */
const long = /\/(start\/tests\/start|policies\/matrix\/.+)\.test\.ts$/;

/** Another order of files for each seed, since none may rely on one; the long ones among themselves, first. */
export class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { seed } = this.ctx.config.sequence;
    this.ctx.logger.log(`The order of files comes again with --sequence.seed=${seed}`);
    const keyOf = ({ moduleId }: TestSpecification) =>
      (long.test(moduleId) ? '0' : '1') + createHash('sha1').update(`${seed} ${moduleId}`).digest('hex');
    return files
      .map((file) => ({ file, key: keyOf(file) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ file }) => file);
  }
}
