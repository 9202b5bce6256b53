// Preloaded into every part that `npm start` starts. When the parent is gone, however it went, its channel closes, and
// the part ends as it would on Ctrl-C: nothing is left behind that would hold a port.
if (process.channel) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), 8_000).unref();
  });
  process.channel.unref();
}
