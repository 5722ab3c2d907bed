// Loaded before a command: when the launcher dies, even by kill -9, the command is asked to stop as if by SIGTERM.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // Listening must not keep a finished command alive.
  process.channel.unref();
}
