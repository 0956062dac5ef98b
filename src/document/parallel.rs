//! Documents of many files, read on several threads and taken in order, in bounded memory.
//!
//! One thread opens the files, the others read what they hold, and the caller takes the results in the order of the files. The
//! first is held back while too much is on its way, so that neither a slow disk nor a slow consumer lets memory grow.

use std::{
    any::Any,
    collections::{BTreeMap, VecDeque},
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use super::{Options, Outcome, Step, input::open, walk::Entry};

/// The most documents, and bytes of documents, that are on their way from the disk to the caller.
const MOST: usize = 256;
const MOST_BYTES: usize = 16 << 20;
/// The most documents, and bytes of documents, that a thread takes at once: it is asked less often than small documents are read.
const AT_ONCE: usize = 8;
const AT_ONCE_BYTES: usize = 64 << 10;

/// Reads every document of files: `work` is done on as many threads as rayon's pool has, `each` is given its results in the
/// order of the files and of what they hold, whatever the number of threads, both with the index of the file. Where `each`
/// breaks, nothing further is read.
///
/// Memory is bounded: only a few documents are held at a time, also of archives and crawls of any size.
pub fn for_each<T: Send>(
    files: &[Entry],
    options: &Options,
    work: impl Fn(usize, Outcome) -> T + Sync,
    mut each: impl FnMut(usize, T) -> ControlFlow<()>,
) {
    let read = |file, step| match step {
        Step::Member(member) => work(file, member.read(options)),
        Step::Outcome(outcome) => work(file, outcome),
    };
    let threads = rayon::current_num_threads();
    if threads < 2 {
        let mut stopped = false;
        for (file, entry) in files.iter().enumerate() {
            open(entry, options, &mut |step| {
                let flow = each(file, read(file, step));
                stopped |= flow.is_break();
                flow
            });
            if stopped {
                return;
            }
        }
        return;
    }
    let flow = Flow::default();
    let (done, results) = channel();
    thread::scope(|scope| {
        let _stop = Stop(&flow);
        scope.spawn(|| flow.fill(files, options));
        for _ in 0..threads {
            let done = done.clone();
            scope.spawn(|| flow.empty(threads, &read, done));
        }
        drop(done);
        flow.take(&results, &mut each);
    });
}

/// A document on its way.
struct Job {
    number: usize,
    file: usize,
    step: Step,
    bytes: usize,
}

/// What became of a job: the result, or the panic of its work.
struct Done<T> {
    number: usize,
    file: usize,
    bytes: usize,
    result: Result<T, Box<dyn Any + Send>>,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Job>,
    given: usize,
    /// Documents and bytes that were given and not yet taken.
    under_way: usize,
    bytes: usize,
    /// The thread that opens files waits for room, and so many of those that read for work: only who waits is woken.
    held_back: bool,
    idle: usize,
    /// Nothing further comes.
    ended: bool,
    /// Nothing further is wanted.
    stopped: bool,
}

/// The documents between the thread that opens files, those that read, and the caller.
#[derive(Default)]
struct Flow {
    state: Mutex<State>,
    room: Condvar,
    work: Condvar,
}

/// Ends the threads however the caller is left.
struct Stop<'a>(&'a Flow);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.end(|state| state.stopped = true);
    }
}

impl State {
    fn is_full(&self, bytes: usize) -> bool {
        self.under_way > 0 && (self.under_way >= MOST || self.bytes + bytes > MOST_BYTES)
    }

    /// Whether less than half of what may be is on its way.
    fn has_much_room(&self) -> bool {
        self.under_way <= MOST / 2 && self.bytes <= MOST_BYTES / 2
    }

    /// Some of the documents that wait, as many as leave the other threads their share.
    fn some(&mut self, threads: usize) -> Vec<Job> {
        let most = self.waiting.len().div_ceil(2 * threads).min(AT_ONCE);
        let mut some = Vec::with_capacity(most);
        let mut bytes = 0;
        while some.len() < most
            && bytes < AT_ONCE_BYTES
            && let Some(job) = self.waiting.pop_front()
        {
            bytes += job.bytes;
            some.push(job);
        }
        some
    }
}

impl Flow {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what all threads go by, and wakes them.
    fn end(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.room.notify_all();
        self.work.notify_all();
    }

    /// Opens the files, as long as there is room.
    fn fill(&self, files: &[Entry], options: &Options) {
        for (file, entry) in files.iter().enumerate() {
            let mut stopped = false;
            open(entry, options, &mut |step| {
                stopped = self.give(file, step).is_break();
                if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            if stopped {
                break;
            }
        }
        self.end(|state| state.ended = true);
    }

    fn give(&self, file: usize, step: Step) -> ControlFlow<()> {
        let bytes = if let Step::Member(member) = &step { member.bytes.len() } else { 0 };
        let mut state = self.state();
        while !state.stopped && state.is_full(bytes) {
            state.held_back = true;
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.held_back = false;
        if state.stopped {
            return ControlFlow::Break(());
        }
        let number = state.given;
        state.given += 1;
        state.under_way += 1;
        state.bytes += bytes;
        state.waiting.push_back(Job { number, file, step, bytes });
        let is_awaited = state.idle > 0;
        drop(state);
        if is_awaited {
            self.work.notify_one();
        }
        ControlFlow::Continue(())
    }

    /// Some documents to read; none where there are no more, or no more are wanted.
    fn next(&self, threads: usize) -> Vec<Job> {
        let mut state = self.state();
        while !state.stopped && !state.ended && state.waiting.is_empty() {
            state.idle += 1;
            state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
        if state.stopped { Vec::new() } else { state.some(threads) }
    }

    /// Reads documents until there are no more.
    fn empty<T>(&self, threads: usize, read: &impl Fn(usize, Step) -> T, done: Sender<Vec<Done<T>>>) {
        loop {
            let jobs = self.next(threads);
            if jobs.is_empty() {
                break;
            }
            let work = |Job { number, file, step, bytes }| {
                let result = catch_unwind(AssertUnwindSafe(|| read(file, step)));
                Done { number, file, bytes, result }
            };
            if done.send(jobs.into_iter().map(work).collect()).is_err() {
                break;
            }
        }
        drop(done);
    }

    /// Takes the results in order.
    fn take<T>(&self, results: &Receiver<Vec<Done<T>>>, each: &mut impl FnMut(usize, T) -> ControlFlow<()>) {
        let mut early: BTreeMap<usize, Done<T>> = BTreeMap::new();
        let mut next = 0;
        for some in results {
            early.extend(some.into_iter().map(|done| (done.number, done)));
            while let Some(Done { file, bytes, result, .. }) = early.remove(&next) {
                next += 1;
                let flow = each(file, result.unwrap_or_else(|panic| resume_unwind(panic)));
                if flow.is_break() {
                    return;
                }
                self.taken(bytes);
            }
        }
    }

    /// A document of so many bytes was taken.
    fn taken(&self, bytes: usize) {
        let mut state = self.state();
        state.under_way -= 1;
        state.bytes -= bytes;
        if state.held_back && state.has_much_room() {
            self.room.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::walk::{Walking, collect};

    /// What some threads make of many files, until `each` has had enough of them.
    fn read(threads: usize, enough: usize, work: impl Fn(Outcome) -> String + Sync + Send) -> Vec<(usize, String)> {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..600_usize {
            let text = format!("Rest for {number} hours. {}", "Do not swim. ".repeat(number * 37 % 200));
            std::fs::write(folder.path().join(format!("{number:03}.txt")), text).unwrap();
        }
        let files = collect(&[folder.path().to_owned()], Walking::default()).unwrap().files;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut out = Vec::new();
            for_each(
                &files,
                &Options::default(),
                |_, outcome| work(outcome),
                |file, id| {
                    out.push((file, id));
                    if out.len() < enough { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
                },
            );
            out
        })
    }

    fn id(outcome: Outcome) -> String {
        match outcome {
            Outcome::Read { document, .. } => document.id.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn results_come_in_order_and_end_where_no_more_are_wanted() {
        let all: Vec<(usize, String)> = (0..600).map(|n| (n, format!("{n:03}"))).collect();
        for threads in [1, 4] {
            assert_eq!(read(threads, usize::MAX, id), all);
            assert_eq!(read(threads, 10, id), all[..10]);
        }
    }

    #[test]
    fn a_panic_of_the_work_is_the_callers() {
        let broken = |outcome| if id(outcome) == "300" { panic!("it cannot be") } else { String::new() };
        assert!(catch_unwind(|| read(4, usize::MAX, broken)).is_err());
    }
}
