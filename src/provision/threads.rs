//! Work in pieces, one a thread.

/// Works on every piece, each on a thread of its own; the results in order. A single piece stays on this thread, as
/// does everything in a browser, whose engine has one.
pub(super) fn each<I: Send, T: Send>(pieces: Vec<I>, work: impl Fn(I) -> T + Sync) -> Vec<T> {
    if cfg!(target_arch = "wasm32") || pieces.len() <= 1 {
        return pieces.into_iter().map(work).collect();
    }
    std::thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = pieces.into_iter().map(|piece| scope.spawn(move || work(piece))).collect();
        // A panic of a worker is handed on, it cannot be answered here.
        running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
