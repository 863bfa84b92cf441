// What a worker has in a process of its own (src/sweep/runners/hosts/process-host.ts starts it): the
// parent's messages to a thread, and back.

// Killed, not exited: that would wait for a thread in the middle of native code. It comes first, so
// that whatever loads below ends with the parent, too.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

// A terminal, or whoever starts jobs, sends these to all of a job's processes: what they mean is for
// the parent to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2']) {
  process.on(signal, () => undefined);
}

if (process.connected) {
  const { divertAsParent } = await import('../dist/machine/native-log.js');
  divertAsParent(process.env);
  const { serveParent } = await import('../dist/sweep/runners/hosts/serve-parent.js');
  serveParent();
} else {
  process.stderr.write('Thaw starts this by itself; run `thaw` instead.\n');
  process.exitCode = 2;
}
