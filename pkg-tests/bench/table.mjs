// Times of ours beside a peer, taken in turns in the same run and printed as ratios: figures drift on shared machines,
// a ratio of interleaved rounds does not.

const ROUNDS = 11;
const ROUND_MS = 40;

/** Microseconds a call takes, over one round. */
async function round(run) {
  let calls = 0;
  const start = performance.now();
  while (performance.now() - start < ROUND_MS) {
    // Only what is asynchronous by nature waits: a turn of the event loop would be measured with it.
    const answer = run();
    if (answer instanceof Promise) await answer;
    calls += 1;
  }
  return ((performance.now() - start) * 1000) / calls;
}

/** Times both and gives a row; `work` is how many pieces of work one call is, `goal` the highest ratio wanted. */
export async function row({ measured, ours, peer, beside, work = 1, goal = "" }) {
  const best = [Infinity, Infinity];
  for (let at = 0; at <= ROUNDS; at += 1) {
    const times = [await round(ours), await round(peer)];
    // The first round warms up.
    if (at > 0) times.forEach((time, which) => (best[which] = Math.min(best[which], time)));
  }
  const [own, other] = best.map((time) => time / work);
  return { measured, "scimwright µs": own.toFixed(2), peer: beside, "peer µs": other.toFixed(2), ratio: (own / other).toFixed(2), goal };
}
