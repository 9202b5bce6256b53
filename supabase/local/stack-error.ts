/** A failure whose message is one line that says what is wrong and what to do; start scripts print it without a stack trace. */
export class StackError extends Error {
  override readonly name = 'StackError';
}
