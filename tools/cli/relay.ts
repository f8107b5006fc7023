import { type Engine, startWorker } from './engine.ts';
import type { Order, Report } from './engine-process.ts';
import { INTERVAL_MS } from './watch.ts';

/** The process of `startProcess`: keeps an engine in a thread, watches it, and passes on what it says. */

let engine: Engine | undefined;

const report = (one: Report): void => {
  if (process.connected) process.send?.(one);
};

process.on('message', (order: Order) => {
  if (order.type === 'stop') return engine?.requestStop();
  engine = startWorker(order.job, order.resumption, (message) => report({ type: 'message', message }));
  const timer = setInterval(() => report({ type: 'beat', beat: engine?.beat() ?? 0 }), INTERVAL_MS);
  void engine.ending.then((ending) => {
    clearInterval(timer);
    report({ type: 'ending', ending });
  });
});

// A terminal sends Ctrl-C to everybody; what is to be done about it, the command line says.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit());
