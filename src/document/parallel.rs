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
            scope.spawn(|| flow.empty(&read, done));
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
        self.0.change(|state| state.stopped = true);
    }
}

impl Flow {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
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
        self.change(|state| state.ended = true);
    }

    fn give(&self, file: usize, step: Step) -> ControlFlow<()> {
        let bytes = if let Step::Member(member) = &step { member.bytes.len() } else { 0 };
        let full =
            |s: &mut State| !s.stopped && s.under_way > 0 && (s.under_way >= MOST || s.bytes + bytes > MOST_BYTES);
        let mut state = self.room.wait_while(self.state(), full).unwrap_or_else(PoisonError::into_inner);
        if state.stopped {
            return ControlFlow::Break(());
        }
        let number = state.given;
        state.given += 1;
        state.under_way += 1;
        state.bytes += bytes;
        state.waiting.push_back(Job { number, file, step, bytes });
        drop(state);
        self.work.notify_one();
        ControlFlow::Continue(())
    }

    fn next(&self) -> Option<Job> {
        let idle = |s: &mut State| !s.stopped && !s.ended && s.waiting.is_empty();
        let mut state = self.work.wait_while(self.state(), idle).unwrap_or_else(PoisonError::into_inner);
        if state.stopped { None } else { state.waiting.pop_front() }
    }

    /// Reads documents until there are no more.
    fn empty<T>(&self, read: &impl Fn(usize, Step) -> T, done: Sender<Done<T>>) {
        while let Some(Job { number, file, step, bytes }) = self.next() {
            let result = catch_unwind(AssertUnwindSafe(|| read(file, step)));
            if done.send(Done { number, file, bytes, result }).is_err() {
                return;
            }
        }
        drop(done);
    }

    /// Takes the results in order.
    fn take<T>(&self, results: &Receiver<Done<T>>, each: &mut impl FnMut(usize, T) -> ControlFlow<()>) {
        let mut early: BTreeMap<usize, Done<T>> = BTreeMap::new();
        let mut next = 0;
        for done in results {
            early.insert(done.number, done);
            while let Some(Done { file, bytes, result, .. }) = early.remove(&next) {
                next += 1;
                let flow = each(file, result.unwrap_or_else(|panic| resume_unwind(panic)));
                if flow.is_break() {
                    return;
                }
                self.change(|state| {
                    state.under_way -= 1;
                    state.bytes -= bytes;
                });
            }
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
