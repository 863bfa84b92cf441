// Loaded before a program: its wall clock is set back by a day once it has run for a second.
const now = Date.now.bind(Date);
const started = now();
const set = () => (now() - started > 1000 ? now() - 86_400_000 : now());

globalThis.Date = class extends Date {
  constructor(...args) {
    super(...(args.length === 0 ? [set()] : args));
  }

  static now() {
    return set();
  }
};
